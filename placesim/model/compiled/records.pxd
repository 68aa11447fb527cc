"""C types of rows: of the rules, of supply, and of what changes as a future is played; and the numbers that name kinds."""

from libc.stdint cimport int64_t, uint64_t

cdef enum:
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
    KEPT_LONG_ENOUGH = 4

cdef struct Span:
    int64_t first
    int64_t last

cdef struct Provision:
    int64_t capacity
    int64_t placement_type
    int64_t is_home
    double turnaround_days
    double searches_first_days
    double weekly_fee
    double fee_variance
    double ordinary
    double dear
    double dear_from

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

cdef struct Change:
    double day
    int64_t provision
    int64_t kind
    int64_t number
    int64_t usable

cdef struct Event:
    double day
    int64_t rank
    int64_t kind
    int64_t who
    int64_t version

cdef struct Course:
    int64_t need
    int64_t period
    int64_t away
    double entered
    int64_t number
    int64_t stay
    int64_t came_from
    int64_t avoids
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
    int64_t drawn

cdef struct Due:
    double day
    int64_t wish

cdef struct Stay:
    int64_t child
    int64_t number
    int64_t period
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
    int64_t kept
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

cdef struct Wide:
    uint64_t high
    uint64_t low

cdef struct Generator:
    Wide state
    Wide step

cdef struct Jump:
    Wide factor
    Wide steps

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

cdef struct Outcome:
    double day
    int64_t risk

cdef struct Found:
    int64_t provision
    int64_t wanted
