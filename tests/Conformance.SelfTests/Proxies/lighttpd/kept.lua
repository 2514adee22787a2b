-- lighttpd's own answers in the documented envelope; what the API answers has its id already and passes as it is.
-- Before that, of a request: a field that Connection names goes no further.
local r = lighty.r
local status = r.req_item.http_status
if status == 0 then
    for name in string.gmatch(r.req_header["connection"] or "", "[^%s,]+") do
        r.req_header[name] = ""
    end
    return 0
end
if status < 400 or r.resp_header["request-id"] then
    return 0
end

-- An upstream that ends without an answer is a 500 to lighttpd, and a 502 to everybody else.
if status == 500 then
    status = 502
end

local types = { [401] = "authentication_error", [403] = "permission_error", [404] = "not_found_error", [413] = "request_too_large", [504] = "timeout_error" }
local type = types[status] or (status >= 500 and "api_error" or "invalid_request_error")
local function random()
    return lighty.c.rand() & 0xffffffff
end
local id = string.format("req_%08x%08x%08x", random(), random(), random())
r.resp_header["request-id"] = id
r.resp_header["anthropic-organization-id"] = "@ORGANIZATION@"
r.resp_header["content-type"] = "application/json"
r.resp_body.set('{"type":"error","error":{"type":"' .. type .. '","message":"The gateway answered ' .. status .. '"},"request_id":"' .. id .. '"}')
return status
