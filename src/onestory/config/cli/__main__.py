from onestory.config.cli import console

console()
