{
    "name": "Developer sinks",
    "summary": "What goes to Twilio goes to a local stand-in; never in production",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tools",
    "author": "Customer Status Contributors",
    "license": "AGPL-3",
    "depends": ["base"],
}
