-- What somebody had to do: pulls to answer, obstacles to clear, calls about incidents to take. Of a span what began in it; of obstacles and calls also what stood or ended in it.
-- name: Pulls
select id, coalesce(unit, '') as unit, title, state, pulled_at as at, acknowledged_at as taken_at, decided_at as done_at, pulled_at + @acknowledging as take_by, pulled_at + @deciding as done_by
from pull where tenant = @tenant and pulled_at >= @from and pulled_at < @until and state <> 'withdrawn' order by pulled_at desc, id desc limit @limit
-- name: Obstacles
select id, coalesce(unit, '') as unit, title, state, filed_at as at, taken_at, answered_at as done_at, null as take_by, null as done_by
from obstacle where tenant = @tenant and filed_at < @until and (filed_at >= @from or answered_at is null or answered_at >= @from) order by filed_at desc, id desc limit @limit
-- name: Calls
select id, coalesce(unit, '') as unit, title, state, called_at as at, acknowledged_at as taken_at, fixed_at as done_at, due_at as take_by, null as done_by, link
from system_call where tenant = @tenant and subject like 'incident/%' and state <> 'withdrawn' and called_at < @until and (called_at >= @from or fixed_at is null or fixed_at >= @from)
order by called_at desc, id desc limit @limit
