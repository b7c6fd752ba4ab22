import js from "@eslint/js";
import globals from "globals";

export default [
    { ignores: ["**/lib/**", ".odoo/**"] },
    js.configs.recommended,
    {
        files: ["**/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "module",
            // Odoo's pages have these three.
            globals: { ...globals.browser, odoo: "readonly", luxon: "readonly", owl: "readonly" },
        },
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            "no-unused-vars": ["error", { args: "after-used", argsIgnorePattern: "^_" }],
            eqeqeq: ["error", "smart"],
            "prefer-const": "error",
            // Odoo patches classes, which nobody can do to a private member.
            "no-restricted-syntax": ["error", "PrivateIdentifier"],
            complexity: ["error", 10],
            "max-lines-per-function": ["error", { max: 40, skipComments: true }],
        },
    },
    {
        // A story, or a group of them, is no function that somebody has to see at once.
        files: ["**/static/tests/**/*.js"],
        rules: { "max-lines-per-function": "off" },
    },
];
