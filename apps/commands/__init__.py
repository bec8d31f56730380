"""The subcommands of nianbao, one module each; a module imports what is heavy only when its command runs."""
