using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Notifications;

/// <summary>POST /me/device-links.</summary>
/// <param name="Unit">Code of the unit the consumer came through.</param>
public sealed record DeviceLinkRequest(string? Unit);

/// <summary>Where the help page goes on as the same consumer.</summary>
/// <param name="Path">A path on this server with a sign-back token, good for three days.</param>
public sealed record DeviceLink(string Path);

/// <summary>The way from the widget on a marketplace's page to our own page: only there a browser may be asked for notices of ours.</summary>
internal sealed class DeviceLinks(IStore store, SignedLinks links)
{
    public async Task<DeviceLink> Make(Caller caller, string? unit)
    {
        var token = await store.Write(caller.Tenant, transaction => links.SignBack(transaction, caller.Id));
        var query = unit is { Length: > 0 and <= 80 } ? $"unit={Uri.EscapeDataString(unit)}&" : "";
        return new DeviceLink($"/help/{caller.Tenant}?{query}lang={Uri.EscapeDataString(caller.Language)}&token={token}");
    }
}
