"""C types of `world.py`: rules the same for every future, children and supply of one, and the state that changes."""

from libc.stdint cimport int64_t, uint64_t
from placesim.model.compiled.records cimport (
    Change,
    Choice,
    Course,
    Due,
    Event,
    Holder,
    InLine,
    NeedChange,
    Places,
    Provision,
    Rate,
    ReasonAt18,
    Span,
    Stay,
    Step,
    Wish,
)

cdef double YEAR
cdef double LAST_MOMENT

cdef class Rules:
    cdef public double days
    cdef public int64_t leaving_risks, moves, leaving_reasons, transfer, carer_left, home_closed, policy
    cdef public Provision[::1] provisions
    cdef public double[::1] levels
    cdef public Span[:, :, ::1] searches
    cdef public Choice[::1] choices
    cdef public Span[:, ::1] transfers
    cdef public Wish[::1] wishes
    cdef public Span[:, ::1] need_changes
    cdef public NeedChange[::1] changes
    cdef public Span[::1] at_18
    cdef public ReasonAt18[::1] reasons
    cdef public int64_t[::1] other_carers
    cdef public Span[:, :, :, :, ::1] rates_of
    cdef public Rate[::1] rates
    cdef public double[::1] age_edges
    cdef public double[::1] time_edges
    cdef public double[::1] placed_edges
    cdef public double[::1] date_edges
    cdef public int64_t[::1] back_after
    cdef public double[:, :, :, ::1] back_per_day
    cdef public double[::1] since_edges
    cdef public double[::1] back_date_edges

cdef class Children:
    cdef public object luck
    cdef public int64_t[::1] child_id
    cdef public int64_t[::1] need
    cdef public int64_t[::1] provision
    cdef public double[::1] born
    cdef public double[::1] entered
    cdef public double[::1] started
    cdef public double[::1] fee
    cdef public double[::1] at_18
    cdef public int64_t[::1] first_period
    cdef public double[:, ::1] leaving
    cdef public double[:, :, ::1] leaving_again
    cdef public double[:, ::1] re_entry
    cdef public double[:, :, ::1] moves
    cdef public double[:, ::1] move_factors
    cdef public double[:, ::1] need_change
    cdef public int64_t block
    cdef public int64_t[::1] cohort
    cdef public int64_t[::1] row
    cdef public uint64_t[:, :, :, ::1] begun
    cdef public double[:, ::1] suits
    cdef another_period(self)
    cdef begin_more(self)

cdef class Supply:
    cdef public Change[::1] changes
    cdef public double[::1] opens
    cdef public double[::1] closes
    cdef public int64_t[::1] first_place
    cdef public int64_t holders, room

cdef class World:
    cdef public Rules rules
    cdef public Children children
    cdef public Supply supply
    cdef public double now
    cdef public int64_t policy, scheduled, next_change
    cdef public int64_t events_used, stays_used, in_line_used, steps_used
    cdef public Event[::1] events
    cdef public Course[::1] courses
    cdef public Due[:, ::1] dues
    cdef public double[:, ::1] leaving
    cdef public double[:, ::1] budgets
    cdef public double[:, :, ::1] later
    cdef public Stay[::1] stays
    cdef public Places[::1] places
    cdef public Holder[::1] holders
    cdef public int64_t[::1] free_places
    cdef public InLine[::1] in_line
    cdef public Step[::1] steps

cdef grown(rows, kind)
