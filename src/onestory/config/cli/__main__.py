from onestory.config.cli import console

# Helpers that check partner files import this module again under another name, and must not run the command twice.
if __name__ == "__main__":
    console()
