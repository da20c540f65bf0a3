using System.Text.Json;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Connectors.Webhooks;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Systems.Registry;

/// <summary>The registry: read and changed as one document, audited, exported with the rest without its secrets.</summary>
internal sealed class SystemRegistry(IStore store, TenantStore tenants, StaffStore people, SecretBox secrets, EgressPolicy egress, AuditTrail audit) : ISettingsSection
{
    private const int TextLimit = 60_000;

    public string Name => "systems";

    public async Task<KnownRegistry> Known(IReader reader) => await tenants.FindSetting<KnownRegistry>(reader, KnownRegistry.SettingKey) ?? KnownRegistry.Empty;

    public Task<RegistryView> Read(Caller caller) => store.Read(caller.Tenant, async reader => ViewOf(await Known(reader), caller.Tenant, caller.Has(Permission.Administer), await Names(reader)));

    public async Task<Outcome<RegistryView>> Change(Caller caller, RegistryRequest wanted)
    {
        var (known, units, staff) = await store.Read(caller.Tenant, async reader => (await Known(reader), (await tenants.ListUnits(reader)).Select(unit => unit.Code).ToHashSet(), await Names(reader)));
        var check = new Validation();
        RegistryRules.Check(wanted = Complete(wanted, known), "", units, egress, check);
        check.Must((wanted.Systems ?? []).All(system => system?.Staff is null || staff.ContainsKey(system.Staff)), "/systems", "An owner is not a member of the staff.");
        if (check.Failed)
        {
            return check.Problem;
        }

        var next = await Build(caller.Tenant, wanted, known);
        if (Json.Write(next).Length > TextLimit)
        {
            return Problem.Invalid("/systems", $"Must be at most {TextLimit} characters as JSON.");
        }

        return await store.Write<Outcome<RegistryView>>(caller.Tenant, async transaction =>
        {
            var now = await Known(transaction);
            if (now.Version != known.Version || (wanted.Version is { } seen && seen != now.Version))
            {
                return Problem.Conflict("version-conflict", "Somebody else has changed the systems since you read them.", now.Version);
            }

            await tenants.SaveSetting(transaction, KnownRegistry.SettingKey, next);
            await audit.Write(transaction, caller, "systems.registry-changed", "settings:systems", new { systems = next.Systems.Select(system => system.Id), next.CallFrom, next.AcknowledgeMinutes });
            return ViewOf(next, caller.Tenant, secretsOf: true, staff);
        }, WriteMode.Serializable);
    }

    public async Task<object> Prepare(JsonElement section, SettingsContext context, Validation check)
    {
        var wanted = section.ValueKind == JsonValueKind.Object ? section.Deserialize<RegistryRequest>(Json.Options) : null;
        RegistryRules.Check(wanted, "/systems", context.UnitCodes, egress, check);
        await Task.CompletedTask;
        return wanted ?? new RegistryRequest([]);
    }

    public async Task Save(ITransaction transaction, object prepared)
    {
        var known = await Known(transaction);
        var next = await Build(transaction.Tenant, Complete((RegistryRequest)prepared, known), known);
        if (Json.Write(next with { Version = known.Version }) != Json.Write(known))
        {
            await tenants.SaveSetting(transaction, KnownRegistry.SettingKey, next);
        }
    }

    public async Task<object> Export(IReader reader)
    {
        var known = await Known(reader);
        return new RegistryRequest(
            [.. known.Systems.Select(system => new SystemRequest(
                system.Id, system.Name, system.Kind, system.Connector, system.Address, null, null, system.Account, system.Project, system.Style, system.Staff, system.Unit, system.Language, system.Routes, system.Active))],
            known.CallFrom, known.AcknowledgeMinutes);
    }

    /// <summary>A call's owner may be somebody who has left: names are looked up as they are now.</summary>
    private async Task<IReadOnlyDictionary<string, string>> Names(IReader reader) => (await people.List(reader)).ToDictionary(person => person.Id, person => person.Name);

    private static RegistryRequest Complete(RegistryRequest wanted, KnownRegistry known) => wanted with { CallFrom = wanted.CallFrom ?? known.CallFrom, AcknowledgeMinutes = wanted.AcknowledgeMinutes ?? known.AcknowledgeMinutes };

    private async Task<KnownRegistry> Build(TenantId tenant, RegistryRequest wanted, KnownRegistry known)
    {
        var systems = new List<KnownSystem>();
        foreach (var system in wanted.Systems!)
        {
            systems.Add(await Build(tenant, system, known.Find(system.Id)));
        }

        return new KnownRegistry(known.Version + 1, wanted.CallFrom!.Value, wanted.AcknowledgeMinutes!, systems);
    }

    private async Task<KnownSystem> Build(TenantId tenant, SystemRequest system, KnownSystem? before)
    {
        var made = new KnownSystem(
            system.Id!, system.Name!, system.Kind!, system.Connector!, system.Address!, null, null, null, system.Account, system.Project, system.Style, system.Staff, system.Unit,
            system.Language ?? "zh-CN", system.Routes ?? [], system.Active != false);
        var stays = before is not null && before.Connector == made.Connector && before.Address == made.Address;
        if (made.IsRobot && !stays)
        {
            var shown = Shown(made.Address);

            // What is shown of an address and nothing more holds no key: it came out of an export and cannot be called.
            made = made with { SealedAddress = shown == made.Address ? null : await secrets.Seal(tenant, KnownSystem.AddressPlace(made.Id), made.Address), Address = shown };
        }

        return made with
        {
            SealedAddress = stays ? before!.SealedAddress : made.SealedAddress,
            Secret = system.Secret is { Length: > 0 } given ? await secrets.Seal(tenant, KnownSystem.SecretPlace(made.Id), given) : stays ? before!.Secret : null,
            HookSecret = system.HookSecret is { Length: > 0 } hook ? await secrets.Seal(tenant, KnownSystem.HookPlace(made.Id), hook) : stays ? before!.HookSecret : null,
        };
    }

    /// <summary>Scheme, host and port of an address.</summary>
    private static string Shown(string address) => new Uri(address).GetLeftPart(UriPartial.Authority) + "/";

    private static RegistryView ViewOf(KnownRegistry known, TenantId tenant, bool secretsOf, IReadOnlyDictionary<string, string> names) => new(known.Version, known.CallFrom, known.AcknowledgeMinutes,
        [.. known.Systems.Select(system => new SystemView(
            system.Id, system.Name, system.Kind, system.Connector, secretsOf ? system.Address : null, system.HasSecret, system.HookSecret is not null || (system.Connector == "webhook" && system.Secret is not null),
            $"/api/v1/system-hooks/{tenant}.{system.Id}", system.Account, system.Project, system.Style, system.Staff, system.Staff is { } id ? names.GetValueOrDefault(id) : null, system.Unit, system.Language,
            system.Routes, system.Active))]);
}
