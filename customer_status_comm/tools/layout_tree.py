"""Puts the meter into a shop's own layout: before each part that is gone through."""

from typing import Any, Final, NoReturn, TypeAlias

from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

from .layout_budget import LayoutLimitError

#: Parts that a layout may have; to compile one takes up to 50 µs.
MAX_PARTS: Final = 12_000
#: Steps of a part that is gone through, where it is not 1.
_STEPS: Final[dict[type[nodes.Node], int]] = {
    nodes.Getattr: 12,
    nodes.Getitem: 12,
    nodes.Slice: 5,
    nodes.Filter: 15,
    nodes.Test: 15,
    nodes.Compare: 10,
    nodes.Operand: 10,
    nodes.Concat: 15,
    nodes.Call: 25,
    nodes.Output: 2,
    nodes.For: 20,
    nodes.Macro: 30,
    nodes.CallBlock: 50,
    nodes.FilterBlock: 30,
    nodes.AssignBlock: 30,
    nodes.Block: 100,
    # They read a template, and copy all that this one knows.
    nodes.Include: 2_000,
    nodes.Import: 2_000,
    nodes.FromImport: 2_000,
    nodes.Extends: 2_000,
    **dict.fromkeys((nodes.Add, nodes.Sub, nodes.Mul, nodes.Div), 10),
    **dict.fromkeys((nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Pos, nodes.Neg), 10),
}

#: Parts with a body of their own.
_Body: TypeAlias = (
    nodes.Template
    | nodes.Block
    | nodes.Macro
    | nodes.CallBlock
    | nodes.AssignBlock
    | nodes.FilterBlock
)


class Metering(NodeTransformer):
    """Puts the meter around loops, into bodies, and in place of some operators."""

    def __init__(self) -> None:
        self.parts = self.steps = self.characters = 0

    def visit(self, node: nodes.Node) -> Any:
        """Count a node, and look into it.

        :raise LayoutLimitError: there are too many.
        """
        self.parts += 1
        if self.parts > MAX_PARTS:
            raise LayoutLimitError
        self.steps += _STEPS.get(type(node), 1)
        if isinstance(node, nodes.TemplateData):
            self.characters += len(node.data)
        return super().visit(node)

    def visit_For(self, node: nodes.For) -> nodes.Node:
        if node.recursive:  # its inner turns would not be counted
            raise TemplateSyntaxError("a loop cannot be recursive", node.lineno)
        sizes = self._look_into(node)
        node.iter = self._filter(node.iter, "_turns", *sizes)
        return node

    def visit_Template(self, node: nodes.Template) -> nodes.Node:
        return self._count_body(node)

    def visit_Block(self, node: nodes.Block) -> nodes.Node:
        return self._count_body(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:
        return self._count_body(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:
        return self._count_body(node)

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.Node:
        return self._count_body(node)

    def visit_FilterBlock(self, node: nodes.FilterBlock) -> nodes.Node:
        return self._count_body(node)

    def _count_body(self, node: _Body) -> nodes.Node:
        """Have what is gone through as one counted each time."""
        sizes = self._look_into(node)
        nothing = nodes.Const(None, lineno=node.lineno)
        counting = self._filter(nothing, "_charge", *sizes)
        node.body.insert(0, nodes.ExprStmt(counting, lineno=node.lineno))
        return node

    def _look_into(self, node: nodes.Node) -> tuple[int, int]:
        """Return the steps and characters of what is within ``node``."""
        steps, characters = self.steps, self.characters
        self.generic_visit(node)
        return self.steps - steps + 4, self.characters - characters

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        parts = nodes.Tuple(node.nodes, "load", lineno=node.lineno)
        return self._filter(parts, "join")

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:
        self.generic_visit(node)
        node.expr = self._filter(node.expr, "_compared")
        for operand in node.ops:
            is_within = operand.op in ("in", "notin")
            name = "_searched" if is_within else "_compared"
            operand.expr = self._filter(operand.expr, name)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:
        self.generic_visit(node)
        if isinstance(node.arg, nodes.Slice):  # that goes past the environment
            return self._filter(node, "_sliced")
        return node

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:
        self.generic_visit(node)
        if not all(isinstance(pair.key, nodes.Const) for pair in node.items):
            raise TemplateSyntaxError("a key must be a text or a number", node.lineno)
        return node

    def visit_ScopedEvalContextModifier(
        self, node: nodes.ScopedEvalContextModifier
    ) -> NoReturn:
        raise TemplateSyntaxError("autoescape cannot be switched off", node.lineno)

    @staticmethod
    def _filter(node: nodes.Node, name: str, *arguments: int) -> nodes.Filter:
        constants = [nodes.Const(each, lineno=node.lineno) for each in arguments]
        return nodes.Filter(node, name, constants, [], None, None, lineno=node.lineno)
