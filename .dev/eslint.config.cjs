// Odoo's own rules (web/tooling and test_lint) for its native modules.
const js = require("@eslint/js");
const globals = require("globals");

module.exports = [
    js.configs.recommended,
    {
        files: ["**/*.js"],
        linterOptions: { reportUnusedDisableDirectives: "error" },
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: {
                ...globals.browser,
                odoo: "readonly",
                luxon: "readonly",
                Chart: "readonly",
            },
        },
        rules: {
            "arrow-body-style": ["error", "as-needed"],
            complexity: ["error", 16],
            curly: ["error", "all"],
            eqeqeq: "error",
            "no-alert": "error",
            "no-console": "error",
            "no-duplicate-imports": "error",
            "no-restricted-globals": ["error", "event", "self"],
            "no-restricted-syntax": [
                "error",
                "PrivateIdentifier",
                {
                    selector:
                        "ClassDeclaration[superClass.name='Component']:not(:has(ClassBody.body > PropertyDefinition[key.name='props'][static='true']))",
                    message: "A component declares static props.",
                },
                {
                    selector:
                        "ClassDeclaration[superClass.name='Component']:not(:has(ClassBody.body > PropertyDefinition[key.name='template'][static='true']))",
                    message: "A component declares a static template.",
                },
                {
                    selector: "CallExpression[callee.name='_t'] > :first-child[value=/(.*%s){2,}/]",
                    message: "Several placeholders of one text have names, so that translators may reorder them.",
                },
                {
                    selector:
                        "CallExpression[callee.property.name='add'][callee.object.name=/otification/] > Literal:first-child",
                    message: "What a notification says is translated.",
                },
            ],
            "no-unused-vars": [
                "error",
                { vars: "all", args: "none", ignoreRestSiblings: false, caughtErrors: "all" },
            ],
            "no-var": "error",
            "object-shorthand": "error",
            "prefer-const": ["error", { destructuring: "all", ignoreReadBeforeAssign: true }],
        },
    },
];
