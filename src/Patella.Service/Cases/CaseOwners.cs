using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Tenants;

namespace Patella.Service.Cases;

/// <summary>Gathers what decisions need: the tenant's settings and units, the unit that should own, who acts.</summary>
public sealed class CaseOwners(TenantStore tenants, OrderMirror orders, StaffStore people, BusinessTime clock)
{
    public const string SettingKey = "cases";

    public async Task<CaseSettings> Settings(IReader reader) => await tenants.FindSetting<CaseSettings>(reader, SettingKey) ?? CaseSettings.Default;

    public async Task<IReadOnlySet<string>> Units(IReader reader) => (await tenants.ListUnits(reader)).Select(unit => unit.Code).ToHashSet();

    public async Task<CaseFacts> FactsFor(IReader reader, CaseState state)
    {
        var settings = await Settings(reader);
        var units = await Units(reader);
        var orderUnit = state.Order is null ? null : await orders.OwnerUnitOf(reader, state.Order);
        return new CaseFacts(clock.Now, settings, units, OwnerRule.UnitOf(settings, state.Kind, orderUnit, state.Unit, units));
    }

    /// <summary>The caller as one who acts on cases.</summary>
    public async Task<CaseActor> ActorOf(IReader reader, Caller caller)
    {
        if (caller.Kind != CallerKind.Staff)
        {
            return new CaseActor(Party.System, caller.Kind == CallerKind.Program ? new StaffName(caller.Id, caller.Name) : null, [], caller.Has(Permission.Supervise));
        }

        var person = await people.Find(reader, caller.Id);
        return new CaseActor(Party.Agent, new StaffName(caller.Id, caller.Name), person?.Units ?? [], caller.Has(Permission.Supervise));
    }

    /// <summary>A person of the staff who serves, by name; null when there is none of this id.</summary>
    public async Task<StaffName?> Serving(IReader reader, string staff)
        => await people.Find(reader, staff) is { Active: true } person && person.Has(Permission.Serve) ? new StaffName(person.Id, person.Name) : null;

    /// <summary>Who stands in for a keeper: the next by name who serves the same units and speaks the language; nobody when there is none.</summary>
    public async Task<StaffName?> DeputyOf(IReader reader, string keeper, string language)
    {
        var everybody = (await people.List(reader)).Where(person => person.Active && !person.Simulated && person.Has(Permission.Serve)).OrderBy(person => person.Id, StringComparer.Ordinal).ToList();
        if (everybody.FirstOrDefault(person => person.Id == keeper) is not { } known)
        {
            return null;
        }

        var primary = language.Split('-')[0];
        var fitting = everybody.Where(person => person.Id != keeper && person.Units.Intersect(known.Units).Any() && person.Languages.Any(one => one.Split('-')[0] == primary)).ToList();
        var next = fitting.FirstOrDefault(person => string.CompareOrdinal(person.Id, keeper) > 0) ?? fitting.FirstOrDefault();
        return next is null ? null : new StaffName(next.Id, next.Name);
    }
}
