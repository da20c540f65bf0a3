using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Conversations.Desk;

/// <summary>PUT /desk-settings.</summary>
public sealed record DeskSettingsRequest(bool? Notifications, bool? Sound, int? HoldSeconds);

/// <summary>How one person's desk behaves, on every device of theirs; and the moments they put things away until.</summary>
internal sealed class DeskPreferences(IStore store, TenantStore tenants, BusinessTime clock)
{
    public const int LongestHold = 10;

    public Task<DeskSettings> Read(Caller caller) => store.Read(caller.Tenant, reader => Read(reader, caller));

    public async Task<Outcome<DeskSettings>> Save(Caller caller, DeskSettingsRequest request)
    {
        var check = new Validation().Must(request.HoldSeconds is null or (>= 0 and <= LongestHold), "/holdSeconds", $"Must be 0 to {LongestHold}.");
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, async Task<Outcome<DeskSettings>> (transaction) =>
        {
            var before = await Read(transaction, caller);
            var settings = new DeskSettings(request.Notifications ?? before.Notifications, request.Sound ?? before.Sound, request.HoldSeconds ?? before.HoldSeconds);
            await transaction.Execute(DeskReading.Sql["SaveSettings"], new { staff = caller.Id, value = Json.Write(settings) });
            return settings;
        });
    }

    public async Task<Page<SnoozePreset>> Presets(Caller caller)
        => new(TenantHours.Presets(Microseconds.ToTime(clock.Now), TenantHours.ZoneOf(await store.Read(caller.Tenant, tenants.Profile))));

    private static async Task<DeskSettings> Read(IReader reader, Caller caller)
        => Json.Read<DeskSettings>(await reader.One<string>(DeskReading.Sql["FindSettings"], new { staff = caller.Id })) ?? new DeskSettings();
}
