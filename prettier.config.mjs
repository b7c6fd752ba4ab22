import xml from "@prettier/plugin-xml";

export default {
    printWidth: 100,
    tabWidth: 4,
    plugins: [xml],
    // Any other setting changes what stands between tags, and so what people read.
    xmlWhitespaceSensitivity: "preserve",
    xmlSelfClosingSpace: true,
};
