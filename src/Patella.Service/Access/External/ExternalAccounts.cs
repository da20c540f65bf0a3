using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Tenants;

namespace Patella.Service.Access.External;

/// <summary>Finds, links or makes the account of somebody whom a provider knows.</summary>
internal sealed class ExternalAccounts(StaffStore people, TenantStore tenants, AuditTrail audit, IIdentifiers identifiers, MachineTime machine)
{
    /// <exception cref="TokenRefusedException">Nobody of ours, nobody active, or without a role.</exception>
    public async Task<Staff> Ensure(ITransaction transaction, Provider provider, ExternalPerson person)
    {
        var linked = await transaction.One<string>(StaffStore.Sql["FindLink"], new { provider = provider.Id, subject = person.Subject });
        var staff = linked is null ? await Link(transaction, provider, person) : await people.Find(transaction, linked);
        if (staff is not { Active: true })
        {
            throw new TokenRefusedException("no-account");
        }

        var mapped = await Mapped(transaction, provider, person, staff);
        if (!Same(mapped, staff))
        {
            await people.Save(transaction, mapped, null);
            await audit.Write(transaction, "staff", staff.Id, "access.roles-mapped", "staff:" + staff.Id, new { provider = provider.Id, mapped.Roles, mapped.Units });
        }

        return mapped;
    }

    private static bool Same(Staff left, Staff right) => left.Roles.Order().SequenceEqual(right.Roles.Order()) && left.Units.Order().SequenceEqual(right.Units.Order());

    private async Task<Staff?> Link(ITransaction transaction, Provider provider, ExternalPerson person)
    {
        var existing = person.Email is null ? null : (await people.FindByEmail(transaction, person.Email))?.ToStaff();
        // An account that another subject of this provider has already is not taken over by its address.
        var free = existing is { Active: true } && provider.Settings.LinkByEmail
            && await transaction.One<long>(StaffStore.Sql["CountLinksOf"], new { provider = provider.Id, staff = existing.Id }) == 0;
        var staff = free ? existing : existing is null && provider.Settings.CreateAccounts ? await Make(transaction, provider, person) : null;
        if (staff is not null)
        {
            await transaction.Execute(StaffStore.Sql["AddLink"], new { provider = provider.Id, subject = person.Subject, staff = staff.Id, at = machine.Now });
            await audit.Write(transaction, "staff", staff.Id, free ? "access.identity-linked" : "access.account-made", "staff:" + staff.Id, new { provider = provider.Id });
        }

        return staff;
    }

    private async Task<Staff> Make(ITransaction transaction, Provider provider, ExternalPerson person)
    {
        var id = identifiers.New();
        var language = person.Language?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true ? "zh-CN" : person.Language is null ? (await tenants.Profile(transaction)).DefaultLanguage : "en";
        var name = person.Name ?? person.Email ?? id;
        // Without a verified address the account gets one that nobody can have.
        var staff = await Mapped(transaction, provider, person, new Staff(
            id, name.Length > 120 ? name[..120] : name, person.Email is { Length: <= 200 } email ? email : id + "@invalid", language, [], [], [language], 3, null, null, "own", true, false));
        await people.Save(transaction, staff, null);
        return staff;
    }

    private async Task<Staff> Mapped(ITransaction transaction, Provider provider, ExternalPerson person, Staff staff)
    {
        if (provider.Settings.Mappings.Count == 0)
        {
            return staff.Roles.Count > 0 ? staff : throw new TokenRefusedException("no-role");
        }

        var fitting = provider.Settings.Mappings.Where(mapping => person.Groups.Contains(mapping.Group)).ToList();
        var roles = fitting.SelectMany(mapping => mapping.Roles).Distinct().ToList();
        if (roles.Count == 0)
        {
            throw new TokenRefusedException("no-role");
        }

        var known = (await tenants.ListUnits(transaction)).Select(unit => unit.Code).ToHashSet();
        var units = fitting.SelectMany(mapping => mapping.Units ?? []).Where(known.Contains).Distinct().ToList();
        return staff with { Roles = roles, Units = units.Count > 0 ? units : staff.Units };
    }
}
