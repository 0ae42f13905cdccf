-- The workload written by hand for LuaJIT: tables by agent, server and tool, and by server for what is forbidden.
-- usage: luajit by_hand.lua WORKLOAD-FOLDER
local ffi = require('ffi')
ffi.cdef [[
  typedef struct { long seconds; long nanoseconds; } weir_time;
  int clock_gettime(int clock, weir_time *time);
]]

local monotonic = 1
local time = ffi.new('weir_time')
local function now()
  ffi.C.clock_gettime(monotonic, time)
  return tonumber(time.seconds) * 1e9 + tonumber(time.nanoseconds)
end

local function split(line, separator)
  local fields = {}
  for field in (line .. separator):gmatch('(.-)' .. separator) do fields[#fields + 1] = field end
  return fields
end

local function entry(table, key)
  table[key] = table[key] or {}
  return table[key]
end

local folder = assert(arg[1], 'the folder of the workload')

local function load(size)
  local grants, denials, requests = {}, {}, {}
  for line in io.lines(folder .. '/rules_' .. size .. '.tsv') do
    local _, effect, agent, server, tool, prefix, hosts = unpack(split(line, '\t'))
    local rule = { prefix = prefix, length = #prefix, hosts = {} }
    for _, host in ipairs(split(hosts, ',')) do rule.hosts[host] = true end
    if effect == 'permit' then
      table.insert(entry(entry(entry(grants, agent), server), tool), rule)
    else
      table.insert(entry(denials, server), rule)
    end
  end
  for line in io.lines(folder .. '/requests_' .. size .. '.tsv') do
    local agent, server, tool, path, host, expected = unpack(split(line, '\t'))
    requests[#requests + 1] =
      { agent = agent, server = server, tool = tool, path = path, host = host, expected = expected == '1' }
  end
  return grants, denials, requests
end

local sub = string.sub

local function decider(grants, denials)
  return function(request)
    local path = request.path
    local forbidding = denials[request.server]
    if forbidding then
      for i = 1, #forbidding do
        if sub(path, 1, forbidding[i].length) == forbidding[i].prefix then return false end
      end
    end
    local of_agent = grants[request.agent]
    local of_server = of_agent and of_agent[request.server]
    local rules = of_server and of_server[request.tool]
    if not rules then return false end
    for i = 1, #rules do
      local rule = rules[i]
      if rule.hosts[request.host] and sub(path, 1, rule.length) == rule.prefix then return true end
    end
    return false
  end
end

local seconds = tonumber(os.getenv('WEIR_BENCH_SECONDS') or 2)
for _, size in ipairs { 100, 1000 } do
  local grants, denials, requests = load(size)
  local allows = decider(grants, denials)
  local mismatches = 0
  for _, request in ipairs(requests) do
    if allows(request) ~= request.expected then mismatches = mismatches + 1 end
  end
  local batches, ending = {}, now() + seconds * 1e9
  while now() < ending or #batches < 31 do
    local begin, allowed = now(), 0
    for i = 1, #requests do if allows(requests[i]) then allowed = allowed + 1 end end
    batches[#batches + 1] = (now() - begin) / #requests
    assert(allowed > 0)
  end
  table.sort(batches)
  print(string.format('{"engine":"LuaJIT, written by hand","rules":%d,"median_ns":%.1f,"mismatches":%d}', size,
    batches[math.floor(#batches / 2) + 1], mismatches))
end
