"""The sentences people are told when a lower layer refuses, one table a layer; `webui.errors` puts them together."""
