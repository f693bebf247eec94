"""What the browser tests stand on: service, page server, browsers, and eyes for a closed panel."""
