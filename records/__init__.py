"""The domain: people, organisations, decisions; knows nothing of BPMN."""
