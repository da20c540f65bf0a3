using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Patella.Service.Edge;

/// <summary>How much one caller may ask, in requests; buckets hold a quarter of a minute's and refill every second of machine time, or slower where a minute gives fewer than sixty.</summary>
public sealed record RateLimitOptions
{
    /// <summary>Requests a minute from one network address without a credential.</summary>
    public int AnonymousPerMinute { get; init; } = 600;

    /// <summary>Requests a minute of one consumer.</summary>
    public int ConsumerPerMinute { get; init; } = 600;

    /// <summary>Requests a minute of one member of staff.</summary>
    public int StaffPerMinute { get; init; } = 3_000;

    /// <summary>Requests a minute of one program.</summary>
    public int ProgramPerMinute { get; init; } = 60_000;

    /// <summary>Tries to sign in a minute from one network address.</summary>
    public int SignInsPerMinute { get; init; } = 30;

    /// <summary>For a simulator on this very machine: requests from the loopback address are not counted by address.</summary>
    public bool TrustLoopback { get; init; }
}

/// <summary>Token buckets per caller, or per network address where there is none.</summary>
public static class RateLimits
{
    public static IServiceCollection AddRateLimits(this IServiceCollection services, RateLimitOptions options)
    {
        services.AddSingleton(options);
        return services.AddSingleton(PartitionedRateLimiter.Create<HttpContext, string>(http => Bucket(http, options)));
    }

    public static IApplicationBuilder UseRateLimits(this IApplicationBuilder app)
        => app.Use(async (http, next) =>
        {
            if (!http.Request.Path.StartsWithSegments("/api"))
            {
                await next(http);
                return;
            }

            using var lease = http.RequestServices.GetRequiredService<PartitionedRateLimiter<HttpContext>>().AttemptAcquire(http);
            if (lease.IsAcquired)
            {
                await next(http);
                return;
            }

            await new ProblemResult(Problem.TooMany(5)).ExecuteAsync(http);
        });

    private static RateLimitPartition<string> Bucket(HttpContext http, RateLimitOptions options)
    {
        var address = http.Connection.RemoteIpAddress;
        var caller = http.FindCaller();
        if (caller is null && options.TrustLoopback && address is not null && System.Net.IPAddress.IsLoopback(address))
        {
            return RateLimitPartition.GetNoLimiter("loopback");
        }

        if (caller is null && http.Request.Path.StartsWithSegments("/api/v1/sessions"))
        {
            return Of("signin:" + address, options.SignInsPerMinute);
        }

        return caller?.Kind switch
        {
            CallerKind.Consumer => Of("consumer:" + caller.Tenant + caller.Id, options.ConsumerPerMinute),
            CallerKind.Staff => Of("staff:" + caller.Tenant + caller.Id, options.StaffPerMinute),
            CallerKind.Program => Of("program:" + caller.Tenant + caller.Id, options.ProgramPerMinute),
            _ => Of("address:" + address, options.AnonymousPerMinute),
        };
    }

    private static RateLimitPartition<string> Of(string key, int perMinute) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = Math.Max(1, perMinute / 4),
        TokensPerPeriod = Math.Max(1, perMinute / 60),
        ReplenishmentPeriod = TimeSpan.FromSeconds(perMinute < 60 ? 60.0 / Math.Max(1, perMinute) : 1),
        QueueLimit = 0,
        AutoReplenishment = true,
    });
}
