module.exports = {
    // Found through NODE_PATH: the packages live apart from the checkout.
    plugins: [require.resolve("@prettier/plugin-xml")],
    tabWidth: 4,
    printWidth: 100,
    trailingComma: "es5",
    bracketSameLine: true,
    // The text of a field in a data file is data, its white space included.
    xmlWhitespaceSensitivity: "preserve",
    overrides: [{ files: "*.xml", options: { printWidth: 120 } }],
};
