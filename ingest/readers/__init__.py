"""One module for each kind of document; `registry` lists them."""
