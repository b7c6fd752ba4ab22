import { Component, onWillUnmount, onWillUpdateProps, useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { getPolicy, inspect, toNodes } from "./message_html";

/** How a text looks that brings no styles: as the page around it. */
const LOOK = ["color", "font-family", "font-size", "line-height"];

/**
 * The text of a message, for staff to read: in a frame of its own, where its styles reach
 * nothing else. Pictures of others are fetched when one asks for them, for whoever sent the
 * message would learn that it is read, and from where.
 */
export class MessageBody extends Component {
    static template = "customer_status_comm.MessageBody";
    static props = {
        body: { type: [String, Object, Boolean], optional: true },
        onShowPictures: { type: Function, optional: true },
    };

    setup() {
        this.frame = useRef("frame");
        this.state = useState({ withPictures: false, height: 0, frames: 0 });
        this.take(this.props.body);
        onWillUpdateProps(({ body }) => {
            if (String(body || "") !== this.html) {
                this.take(body);
                this.state.frames++;
            }
        });
        onWillUnmount(() => this.observer?.disconnect());
    }

    take(body) {
        this.html = String(body || "");
        this.held = inspect(this.html);
    }

    /** An empty page; the text is put in as nodes, so that it is not read a second time. */
    get page() {
        const policy = getPolicy(this.html, this.state.withPictures);
        return (
            "<!DOCTYPE html><html><head><meta charset='utf-8'>" +
            `<meta http-equiv="Content-Security-Policy" content="${policy}">` +
            "<meta name='referrer' content='no-referrer'></head><body></body></html>"
        );
    }

    fill() {
        const inside = this.frame.el?.contentDocument;
        if (!inside?.body || inside.body.dataset.filled) {
            return;
        }
        inside.body.dataset.filled = "1";
        const around = getComputedStyle(this.frame.el);
        const look = LOOK.map((name) => `${name}: ${around.getPropertyValue(name)}`).join("; ");
        const style = inside.createElement("style");
        style.textContent =
            `body { margin: 0; ${look}; overflow-wrap: anywhere } p { margin: 0 0 1em } ` +
            "img { max-width: 100%; height: auto } table { max-width: 100% }";
        inside.head.append(style);
        inside.body.append(inside.importNode(toNodes(this.html), true));
        this.observer?.disconnect();
        this.observer = new ResizeObserver(() => this.fit());
        this.observer.observe(inside.documentElement);
        this.observer.observe(inside.body);
        this.fit();
    }

    /** Make the frame as high as its text; the page around says how high at most. */
    fit() {
        const inside = this.frame.el?.contentDocument;
        if (inside?.body) {
            const { documentElement: root, body } = inside;
            this.state.height = Math.ceil(Math.max(root.offsetHeight, body.scrollHeight));
        }
    }

    showPictures() {
        this.state.withPictures = true;
        this.state.frames++; // what a frame may load is settled when it is made
        this.props.onShowPictures?.();
    }
}

/** The same as a form's field. */
export class MessageBodyField extends Component {
    static template = "customer_status_comm.MessageBodyField";
    static components = { MessageBody };
    static props = { ...standardFieldProps };
}

registry.category("fields").add("customer_message_body", {
    component: MessageBodyField,
    supportedTypes: ["html"],
});
