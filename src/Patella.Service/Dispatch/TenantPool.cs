using Patella.Kernel.Matching;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;

namespace Patella.Service.Dispatch;

/// <summary>The pool of one tenant and what the kernel does not need to know: names, since when, what it was built from.</summary>
internal sealed class TenantPool
{
    /// <summary>How long an offer stands, microseconds of machine time.</summary>
    public const long OfferLifetime = 20 * Microseconds.PerSecond;

    private readonly Dictionary<string, Staff> _staff = [];

    private TenantPool(IIdentifiers identifiers)
    {
        Pool = new DispatchPool(new DispatchOptions { NextOfferId = identifiers.New, OfferLifetime = OfferLifetime });
    }

    public DispatchPool Pool { get; }

    public Dictionary<string, ContactRow> Contacts { get; } = [];

    public Dictionary<string, long> PresenceSince { get; } = [];

    public Dictionary<string, OfferRow> Offers { get; } = [];

    public IReadOnlyDictionary<string, Staff> People => _staff;

    /// <summary>Builds the pool from the rows.</summary>
    public static async Task<TenantPool> Load(IReader reader, StaffStore people, IIdentifiers identifiers, long machineNow)
    {
        var pool = new TenantPool(identifiers);
        var presence = (await reader.Many<PresenceRow>(DispatchOwner.Sql["ListPresence"])).ToDictionary(row => row.Staff);
        var lent = (await reader.Many<LoanRow>(DispatchOwner.Sql["ListLoans"])).ToLookup(loan => loan.Staff);
        foreach (var own in (await people.List(reader)).Where(staff => staff.Active && staff.Has(Permission.Serve)))
        {
            var staff = Lending.WithLoans(own, lent[own.Id]);
            pool._staff[staff.Id] = staff;
            var row = presence.GetValueOrDefault(staff.Id);
            pool.PresenceSince[staff.Id] = row?.Since ?? 0;
            pool.Pool.RestoreAgent(AsAgent(staff), PresenceWords.Parse(row?.State ?? "offline"), machineNow);
        }

        foreach (var contact in await reader.Many<ContactRow>(DispatchOwner.Sql["ListContacts"]))
        {
            pool.Add(contact);
            if (contact.Staff is { } holder)
            {
                pool.Pool.RestoreAssignment(contact.Conversation, holder);
            }
        }

        foreach (var offer in await reader.Many<OfferRow>(DispatchOwner.Sql["ListOffers"]))
        {
            pool.Offers[offer.Id] = offer;
            pool.Pool.RestoreOffer(new Offer(offer.Id, offer.Conversation, offer.Staff, offer.ExpiresAt));
        }

        return pool;
    }

    /// <summary>Takes over a person of the staff as they are now.</summary>
    public IReadOnlyList<Offer> Upsert(Staff staff, long now)
    {
        if (!staff.Active || !staff.Has(Permission.Serve))
        {
            if (_staff.Remove(staff.Id))
            {
                Pool.RemoveAgent(staff.Id);
            }

            return [];
        }

        _staff[staff.Id] = staff;
        return Pool.UpsertAgent(AsAgent(staff), now);
    }

    public void Add(ContactRow contact)
    {
        Contacts[contact.Conversation] = contact;
        Pool.AddContact(new Contact
        {
            Id = contact.Conversation,
            RequiredSkills = SkillsFor(contact.Unit),
            Language = contact.Language,
            EnqueuedAt = contact.EnqueuedAt,
        });
    }

    /// <summary>The unit's skill; nobody's skill is asked for when nobody on the staff has it, so that nobody waits for ever.</summary>
    private IReadOnlyCollection<string> SkillsFor(string unit) => _staff.Values.Any(staff => staff.Units.Contains(unit)) ? [unit] : [];

    private static Agent AsAgent(Staff staff) => new() { Id = staff.Id, Skills = [.. staff.Units], Languages = [.. staff.Languages], Capacity = staff.Capacity };
}
