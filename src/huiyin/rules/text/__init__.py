"""Text rules: batch in, batch out, deterministic, pure.

A batch of messages is folded once (`normalise`); everything else works on folded text, as one array
of code points for the whole batch (`codes`) wherever a loop over characters would be slow.
"""
