-- Asks for the paths of a file, in turn and at a fixed pace: wrk ... -s reads.lua URL -- PATHS RATE
-- RATE: questions a second of all connections; 0 for as many as they can. Prints one line of JSON.
local ffi = require("ffi")
ffi.cdef [[ typedef struct { long seconds, nanoseconds; } instant; int clock_gettime(int, instant *); ]]
local MONOTONIC, place = 1, 0

local function now()
  local time = ffi.new("instant")
  ffi.C.clock_gettime(MONOTONIC, time)
  return tonumber(time.seconds) + tonumber(time.nanoseconds) / 1e9
end

function init(arguments)
  questions = {}
  for path in io.lines(arguments[1]) do questions[#questions + 1] = wrk.format("GET", path) end
  step = tonumber(arguments[2]) > 0 and 1 / tonumber(arguments[2]) or 0
  due = now()
end

-- Milliseconds until the next question is due; after a pause those that were missed follow at once.
function delay()
  if step == 0 then return 0 end
  due = due + step
  return math.max(0, math.floor((due - now()) * 1000))
end

function request()
  place = place % #questions + 1
  return questions[place]
end

function done(summary, latency, _)
  local faults = summary.errors
  print(string.format('{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "faults": %d}', summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    faults.connect + faults.read + faults.write + faults.timeout + faults.status))
end
