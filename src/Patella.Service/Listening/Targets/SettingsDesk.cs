using System.Text.Json;
using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Listening.Targets;

/// <summary>The settings with their version.</summary>
/// <param name="Version">0 before anybody has saved something.</param>
public sealed record ListeningSettingsView(long Version, int ApprovalsNeeded, bool NameListener, int SeatHours, IReadOnlyList<string> HoldWords, IReadOnlyList<ListeningTarget> Targets);

internal sealed class SettingsDesk(IStore store, ListeningReminders reminders, AuditTrail audit, BusinessTime clock)
{
    public async Task<ListeningSettingsView> Read(Caller caller) => Show(await store.Read(caller.Tenant, ListeningStore.NewestSettings));

    public async Task<Outcome<ListeningSettingsView>> Save(Caller caller, ListeningSettings request)
    {
        var check = request.Check("", new Validation());
        return check.Failed ? check.Problem : await store.Write(caller.Tenant, async Task<Outcome<ListeningSettingsView>> (transaction) =>
        {
            if (await Save(transaction, request, caller.Id) is { } version)
            {
                await audit.Write(transaction, caller, "listening.settings-saved", "listening-settings", new { version });
            }

            return Show(await ListeningStore.NewestSettings(transaction));
        });
    }

    /// <summary>Saves them as the next version; null when nothing has changed.</summary>
    internal async Task<long?> Save(ITransaction transaction, ListeningSettings settings, string by)
    {
        var (version, before) = await ListeningStore.NewestSettings(transaction);
        if (settings.SameAs(before))
        {
            return null;
        }

        await transaction.Execute(ListeningStore.Sql["AddSettings"], new { version = version + 1, value = Json.Write(settings), now = clock.Now, by });
        await reminders.Arrange(transaction);
        return version + 1;
    }

    private static ListeningSettingsView Show((long Version, ListeningSettings Value) newest)
        => new(newest.Version, newest.Value.ApprovalsNeeded!.Value, newest.Value.NameListener!.Value, newest.Value.SeatHours!.Value, newest.Value.HoldWords!, newest.Value.Targets!);
}

/// <summary>The settings in the settings document: one object.</summary>
internal sealed class ListeningSection(SettingsDesk desk, AuditTrail audit) : ISettingsSection
{
    public string Name => "listening";

    public Task<object> Prepare(JsonElement section, SettingsContext context, Validation check)
    {
        try
        {
            if (section.ValueKind == JsonValueKind.Object && section.Deserialize<ListeningSettings>(Json.Options) is { } settings)
            {
                settings.Check("/listening", check);
                return Task.FromResult<object>(settings);
            }

            check.Must(false, "/listening", "Must be an object.");
        }
        catch (JsonException broken)
        {
            check.Must(false, "/listening", $"Is not the JSON of listening settings: {broken.Path}");
        }

        return Task.FromResult<object>(ListeningSettings.First);
    }

    public async Task Save(ITransaction transaction, object prepared)
    {
        if (await desk.Save(transaction, (ListeningSettings)prepared, "settings-import") is { } version)
        {
            await audit.Write(transaction, "system", "settings-import", "listening.settings-saved", "listening-settings", new { version });
        }
    }

    public async Task<object> Export(IReader reader) => await ListeningStore.Settings(reader);
}
