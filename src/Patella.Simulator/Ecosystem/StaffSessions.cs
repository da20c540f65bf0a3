using Patella.Simulator.Api;

namespace Patella.Simulator.Ecosystem;

/// <summary>Session tokens of simulated staff, so that each thing is sent as the person who did it.</summary>
internal sealed class StaffSessions(PatellaConnection connection)
{
    private readonly Dictionary<string, string> _tokens = [];

    public async Task<string> As(string email, CancellationToken cancellation)
    {
        if (!_tokens.TryGetValue(email, out var token))
        {
            var answer = await connection.RequireAsync(HttpMethod.Post, "/api/v1/sessions", null, new { tenant = DemoPersonas.TenantSlug, email, password = DemoPersonas.Password }, cancellation);
            _tokens[email] = token = answer.As<StaffSession>().Token!;
        }

        return token;
    }
}
