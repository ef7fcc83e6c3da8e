"""Where do streets, buildings, blocks and cells lie to each other?"""
