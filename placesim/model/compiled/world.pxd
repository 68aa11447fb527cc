"""C types of what a future is made of: rules, children and supply as given, and the state that changes as it is played."""

from libc.stdint cimport int64_t

cpdef enum:
    NONE = -1  # no provision, household, child or reason
    SPOT = 0
    COUNTED = 1
    CARERS = 2
    LONGEST_WAIT = 0
    HIGHEST_FEE = 1
    HIGHEST_NEED = 2
    CLOSES = 0
    JOINS = 1
    LEAVES = 2
    PLACES = 3
    POLICY = 4

cdef enum:
    BIRTHDAY_18 = -1
    CHILD = 0
    CALENDAR = 1
    OFFER = 2
    BED_READY = 3


cdef double YEAR

# Rules, the same for every future of a council.

cdef struct Span:
    int64_t first
    int64_t last

cdef struct Provision:
    int64_t capacity
    int64_t placement_type
    int64_t is_home
    double turnaround_days
    double weekly_fee
    double fee_variance

cdef struct Choice:
    int64_t provision
    int64_t luck
    int64_t tier
    double share
    double minimum_age
    double maximum_age

cdef struct Wish:
    int64_t provision
    int64_t luck
    double share
    double minimum_age
    double maximum_age
    double minimum_days
    double settled_after_days
    double starts_day

cdef struct NeedChange:
    double minimum_age
    double share
    int64_t to

cdef struct ReasonAt18:
    int64_t reason
    double share

cdef struct Rate:
    int64_t risk
    double per_day

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
    cdef public Span[:, :, :, ::1] rates_of
    cdef public Rate[::1] rates
    cdef public double[::1] age_edges
    cdef public double[::1] time_edges
    cdef public double[::1] date_edges

# Children and supply, drawn for one future.

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
    cdef public double[:, ::1] leaving
    cdef public double[:, :, ::1] moves
    cdef public double[:, ::1] need_change
    cdef public double[:, ::1] suits
    cdef more_moves(self)
    cdef more_need_changes(self)

cdef struct Change:
    double day
    int64_t provision
    int64_t kind
    int64_t number
    int64_t usable

cdef class Supply:
    cdef public Change[::1] changes
    cdef public double[::1] opens
    cdef public double[::1] closes
    cdef public int64_t[::1] first_place
    cdef public int64_t holders, room

# The state that changes.

cdef struct Event:
    double day
    int64_t rank
    int64_t kind
    int64_t who
    int64_t version

cdef struct Course:
    int64_t need
    int64_t number
    int64_t stay
    int64_t came_from
    int64_t version
    int64_t wishes
    int64_t joined
    int64_t risk
    double begins
    double day
    int64_t ending
    int64_t offered
    int64_t offered_holder
    int64_t before
    int64_t after

cdef struct Due:
    double day
    int64_t wish

cdef struct Stay:
    int64_t child
    int64_t number
    int64_t provision
    int64_t wanted
    int64_t holder
    int64_t reason
    int64_t open
    double started
    double ended
    double waits_from
    double waits_until

cdef struct Places:
    int64_t nominal
    int64_t taken
    int64_t resting
    int64_t households
    int64_t free
    int64_t line

cdef struct Holder:
    int64_t open
    int64_t usable
    int64_t residents
    int64_t first
    int64_t last

cdef struct InLine:
    int64_t stay
    int64_t need
    int64_t left
    int64_t right
    double priority
    double started
    int64_t child_id
    double until

cdef struct Step:
    double day
    int64_t provision
    int64_t places
    int64_t taken
    int64_t households

cdef struct RowOfEach:
    Provision provision
    Span span
    Choice choice
    Wish wish
    NeedChange need_change
    ReasonAt18 reason
    Rate rate
    Change change
    Event event
    Course course
    Due due
    Stay stay
    Places places
    Holder holder
    InLine in_line
    Step step

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
    cdef public Stay[::1] stays
    cdef public Places[::1] places
    cdef public Holder[::1] holders
    cdef public int64_t[::1] free_places
    cdef public InLine[::1] in_line
    cdef public Step[::1] steps

cdef grown(rows)
