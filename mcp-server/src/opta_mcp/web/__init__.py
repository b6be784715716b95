"""`opta serve`: the page, on this computer alone.

guard     who may speak to it: this host, this origin, this start's token; and what the page itself may do
lines     NDJSON streams that stop working the moment their reader leaves
live      a frame a second for the meters
api       the page's requests onto tools, advise and conversations
site      the built page and the api as one application
serve     the socket, the token, the browser
"""
