-- Asks for one address again and again, and tells how long the answers took: one line of a table.
--
-- With the argument `fresh` each request has a parameter that no page knows, so that nothing is found in the cache and
-- every answer is made anew.

local fresh, separator, count, thread_number = false, "?", 0, 0

function setup(thread)
   thread_number = thread_number + 1
   thread:set("number", thread_number)
end

function init(arguments)
   fresh = arguments[1] == "fresh"
   separator = wrk.path:find("?", 1, true) and "&" or "?"
   wrk.headers["Accept-Encoding"] = "gzip"
end

function request()
   if not fresh then
      return wrk.format(nil, wrk.path)
   end
   count = count + 1
   return wrk.format(nil, wrk.path .. separator .. "unknown=" .. number .. "-" .. count)
end

function done(summary, latency, requests)
   local errors = summary.errors
   local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
   local seconds = summary.duration / 1000000
   io.write(string.format("%8.2f %8.2f %8.2f %8.2f %9.0f %8d %7.1f\n",
      latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
      summary.requests / seconds, failed, summary.bytes / summary.requests / 1024))
end
