using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;

namespace Patella.Service.Edge;

/// <summary>Step-up: what is hard to take back asks again who is there. Programs are not asked: their key is their proof.</summary>
public static class FreshProof
{
    /// <summary>How long a proof counts as fresh.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    internal static Problem? Refuse(HttpContext http, RouteEndpoint endpoint)
        => endpoint.Metadata.GetMetadata<NeedsFreshProof>() is not null && http.FindCaller() is { Kind: CallerKind.Staff } caller
            && http.RequestServices.GetRequiredService<MachineTime>().Now - caller.VerifiedAt > Microseconds.From(Lifetime)
            ? new Problem(403, "proof-needed", "This needs a fresh proof of who you are: POST /api/v1/session/proof with your password or a code, then send it again.")
            : null;
}
