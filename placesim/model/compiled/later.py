"""Luck of later placements: each child's own stretch of the streams, without drawing everybody's before it."""

import cython
from cython.cimports.placesim.model.compiled.generator import go_ahead, jump, uniform
from cython.cimports.placesim.model.compiled.records import Generator


def luck_of(w, child, number):
    """Return where the uniforms of a child's n-th placement stand: one a move, then that of changes of need."""
    block = (number - 1) // w.children.block
    if w.courses[child].drawn != block + 1:
        _draw(w, child, block)
    return cython.address(w.later[child, (number - 1) % w.children.block, 0])


def _draw(w, child, block):
    """Draw the luck of a block of placements of one child, over that of the block before."""
    while block >= w.children.begun.shape[0]:
        w.children.begin_more()
    before = jump(w.children.row[child] * w.children.block)
    for decision in range(w.later.shape[2]):
        begun = cython.address(w.children.begun[block, w.children.cohort[child], decision, 0])
        generator = cython.cast(cython.pointer(Generator), begun)[0]
        go_ahead(cython.address(generator), cython.address(before))
        for place in range(w.children.block):
            w.later[child, place, decision] = uniform(cython.address(generator))
    w.courses[child].drawn = block + 1
