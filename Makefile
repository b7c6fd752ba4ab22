.DEFAULT_GOAL := help
.PHONY: help demo test test-long test-odoo lint shell stop clean setup screenshots bench wheel changelog i18n lock

help:
	@echo "make demo         start the demo shop on http://localhost:8069 (ODOO_PORT=8080 for"
	@echo "                  another port; ARGS=--fresh to begin anew, ARGS=--detach to leave"
	@echo "                  it in the background)"
	@echo "make test         check and test everything (ARGS=\"tests/family -k fuzz\" for a part)"
	@echo "make test-long    what a day does not need, for hours: a hundred kills, the long fuzz,"
	@echo "                  each addon's tests by Odoo's own runner, and test-odoo"
	@echo "make test-odoo    run Odoo's own tests without our addons and with them, and compare"
	@echo "                  (ARGS=\"sale portal\" for these modules, --again: our side anew, whatever is kept)"
	@echo "make lint         check the form of all files"
	@echo "make shell        open Odoo's shell on the demo shop"
	@echo "make stop         stop what runs in the background"
	@echo "make clean        stop it and delete all that was made for this checkout"
	@echo "make setup        fetch and build all that the other targets need"
	@echo "make screenshots  take the pictures of the documentation"
	@echo "make bench        measure against stock Odoo, in one run"
	@echo "make wheel        build the wheel with all addons into dist/"
	@echo "make changelog    put what is new into CHANGELOG.md (ARGS=--draft only shows it)"
	@echo "make i18n         export the texts to translate and merge them into the catalogues"
	@echo "make lock         choose new versions of the Python packages"

demo test test-long test-odoo lint shell stop clean setup screenshots bench wheel changelog i18n lock:
	@./dev $@ $(ARGS)
