using Microsoft.AspNetCore.Http;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Notifications;
using Patella.Service.Tenants;

namespace Patella.Service.Andon.Gate;

/// <summary>
/// An image of a gate's state, for pages of release systems. It is asked for with a credential, or with the signed key that stands in the launch's badge path,
/// as an image tag can send none. It is never kept by anybody on the way, and says that it does not know when it does not.
/// </summary>
internal sealed class Badge(IStore store, LaunchGate gate, SignedLinks links)
{
    private const string Prefix = "lg_";
    private const long Lifetime = 10L * 365 * 86_400;
    private const Permission Readers = Permission.GuardLaunches | Permission.PullCord | Permission.Observe;

    /// <summary>The path of a badge that needs no credential.</summary>
    public Task<string> PathOf(TenantId tenant, string kind, string id) => store.Write(tenant, async transaction =>
        $"/api/v1/launch-gate/{kind}/{Uri.EscapeDataString(id)}/badge.svg?key={Uri.EscapeDataString(await links.Make(transaction, Prefix, kind + "/" + id, Lifetime))}");

    public async Task<IResult> Show(HttpContext http, string kind, string id, string? key)
    {
        http.Response.Headers.CacheControl = "no-store, max-age=0";
        var chinese = LocalTexts.Pick(http.Language()) == "zh-CN";
        try
        {
            if (await TenantOf(http, kind, id, key) is not { } tenant)
            {
                return Draw(chinese ? "未知" : "unknown", "#57606a", chinese, StatusCodes.Status200OK);
            }

            var answer = await store.Read(tenant, reader => gate.Read(reader, kind, id));
            return !answer.Succeeded ? Draw(chinese ? "未登记" : "not registered", "#57606a", chinese, StatusCodes.Status200OK)
                : answer.Value.State == GateStates.Clear ? Draw(chinese ? "放行" : "clear", "#116329", chinese, StatusCodes.Status200OK)
                : Draw(chinese ? $"拉铃中 {answer.Value.Pulls.Count}" : $"blocked by {answer.Value.Pulls.Count}", "#a40e26", chinese, StatusCodes.Status200OK);
        }
        catch (StoreUnavailableException)
        {
            return Draw(chinese ? "未知，视为拦截" : "unknown, held", "#a40e26", chinese, StatusCodes.Status503ServiceUnavailable);
        }
    }

    private async Task<TenantId?> TenantOf(HttpContext http, string kind, string id, string? key)
        => http.FindCaller() is { } caller && caller.Has(Readers) ? caller.Tenant
            : key is not null && await links.Find(Prefix, key) is { } found && found.Subject == kind + "/" + id ? found.Tenant : null;

    /// <summary>A plate of two parts. Widths are those of DejaVu Sans at 11 px, wide enough for both scripts.</summary>
    private static IResult Draw(string state, string colour, bool chinese, int status)
    {
        var name = chinese ? "发布闸门" : "launch gate";
        var (left, right) = (Width(name), Width(state));
        var middle = left + (right / 2);
        return Results.Text(
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" aria-labelledby="t"><title id="t">{name}: {state}</title>
            <rect width="{left}" height="20" fill="#24292f"/><rect x="{left}" width="{right}" height="20" fill="{colour}"/>
            <g fill="#fff" text-anchor="middle" font-family="DejaVu Sans,Verdana,'Noto Sans CJK SC',sans-serif" font-size="11"><text x="{left / 2}" y="14">{name}</text><text x="{middle}" y="14">{state}</text></g></svg>
            """, "image/svg+xml; charset=utf-8", statusCode: status);
    }

    private static int Width(string text) => 14 + text.Sum(letter => letter > 0x2000 ? 12 : 7);
}
