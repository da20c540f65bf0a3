using Patella.Kernel.Matching;

namespace Patella.Tests.Kernel.Matching;

/// <summary>The rules of dispatch written the slow, obvious way: every question asks everybody.</summary>
internal sealed class NaiveDispatch(DispatchOptions options)
{
    internal sealed class Person
    {
        public required Agent Agent;
        public AgentState State = AgentState.Offline;
        public long IdleSince;
        public int Load, Reserved, Silent, Order;
    }

    internal sealed class Case
    {
        public required Contact Contact;
        public ContactState State = ContactState.Waiting;
        public Person? Agent;
        public string? OfferId;
        public long ExpiresAt;
        public readonly Dictionary<Person, long> Excluded = [];
    }

    internal readonly List<Person> People = [];
    internal readonly List<Case> Cases = [];
    private int _order;

    internal Person? Find(string agentId) => People.Find(p => p.Agent.Id == agentId);

    internal Case? FindCase(string contactId) => Cases.Find(c => c.Contact.Id == contactId);

    internal void Upsert(Agent agent, long now)
    {
        if (Find(agent.Id) is not { } person)
        {
            People.Add(new Person { Agent = agent, IdleSince = now, Order = _order++ });
            return;
        }
        var old = person.Agent;
        if (agent.Capacity < old.Capacity || !agent.Skills.ToHashSet().SetEquals(old.Skills)
            || !agent.Languages.Select(LanguageTag.Primary).ToHashSet().SetEquals(old.Languages.Select(LanguageTag.Primary)))
            Withdraw(person);
        person.Agent = agent;
    }

    internal void Remove(Person person)
    {
        Withdraw(person);
        foreach (var taken in Cases.Where(c => c.Agent == person)) (taken.State, taken.Agent) = (ContactState.Waiting, null);
        People.Remove(person);
    }

    internal void SetState(Person person, AgentState state, long now)
    {
        if (state == AgentState.Available) person.Silent = 0;
        if (person.State == state) return;
        Withdraw(person);
        if (state == AgentState.Available) person.IdleSince = now;
        person.State = state;
    }

    internal void Add(Contact contact) => Cases.Add(new Case { Contact = contact });

    internal void RemoveCase(Case gone, long now)
    {
        if (gone.State == ContactState.Offered) Close(gone);
        if (gone.State == ContactState.Assigned)
        {
            gone.Agent!.Load -= gone.Contact.Weight;
            gone.Agent.IdleSince = now;
        }
        Cases.Remove(gone);
    }

    internal void Accept(Case offered, long now)
    {
        var person = Close(offered);
        person.Silent = 0;
        Take(offered, person, now);
    }

    internal void Decline(Case offered, long now)
    {
        var person = Close(offered);
        person.Silent = 0;
        Exclude(offered, person, now + options.DeclineExclusion);
    }

    internal bool Expire(Case offered, long now)
    {
        var person = Close(offered);
        Exclude(offered, person, now + options.SilenceExclusion);
        if (++person.Silent < options.SilentOffersUntilAway) return false;
        Withdraw(person);
        person.State = AgentState.Away;
        return true;
    }

    internal AssignOutcome Assign(Case wanted, Person person, long now)
    {
        if (wanted.State == ContactState.Assigned) return AssignOutcome.NotWaiting;
        var held = wanted.State == ContactState.Offered && wanted.Agent == person ? wanted.Contact.Weight : 0;
        if (person.Agent.Capacity - person.Load - person.Reserved + held < wanted.Contact.Weight) return AssignOutcome.NoCapacity;
        if (wanted.State == ContactState.Offered) Close(wanted);
        Take(wanted, person, now);
        return AssignOutcome.Assigned;
    }

    internal List<(string Contact, string Agent)> Match(long now, Func<string> nextId)
    {
        foreach (var one in Cases)
            foreach (var lapsed in one.Excluded.Where(e => e.Value <= now).ToList()) one.Excluded.Remove(lapsed.Key);
        var made = new List<(string, string)>();
        foreach (var one in Cases.Where(c => c.State == ContactState.Waiting).Order(Comparer<Case>.Create(InOrder)))
        {
            var best = People.Where(p => MayServe(p, one)).OrderBy(Share).ThenBy(p => p.IdleSince).ThenBy(p => p.Order).FirstOrDefault();
            if (best is null) continue;
            (one.State, one.Agent, one.OfferId, one.ExpiresAt) = (ContactState.Offered, best, nextId(), now + options.OfferLifetime);
            best.Reserved += one.Contact.Weight;
            made.Add((one.Contact.Id, best.Agent.Id));
        }
        return made;
    }

    internal int? Position(Case asked)
    {
        if (asked.State == ContactState.Assigned) return null;
        if (asked.State == ContactState.Offered) return 0;
        return 1 + Cases.Count(c => c.State == ContactState.Waiting && InOrder(c, asked) < 0 && Alike(c.Contact, asked.Contact));
    }

    internal bool MayServe(Person person, Case one) =>
        person.State == AgentState.Available
        && person.Agent.Capacity - person.Load - person.Reserved >= one.Contact.Weight
        && !one.Excluded.ContainsKey(person)
        && HasSkills(person, one.Contact)
        && (Speaks(person, one.Contact) || !People.Exists(p => Counts(p) && HasSkills(p, one.Contact) && Speaks(p, one.Contact)));

    private bool Counts(Person person) => !options.OfflineSpeakersDoNotCount || person.State != AgentState.Offline;

    private static bool HasSkills(Person person, Contact contact) => contact.RequiredSkills.All(person.Agent.Skills.Contains);

    private static bool Speaks(Person person, Contact contact)
    {
        var wanted = LanguageTag.Primary(contact.Language);
        return wanted == LanguageTag.Undetermined || person.Agent.Languages.Any(l => LanguageTag.Primary(l) == wanted);
    }

    private static bool Alike(Contact left, Contact right) =>
        left.RequiredSkills.ToHashSet().SetEquals(right.RequiredSkills)
        && LanguageTag.Primary(left.Language) == LanguageTag.Primary(right.Language);

    private static long Share(Person person)
    {
        var taken = person.Load + person.Reserved;
        return taken <= 0 ? 0 : Math.Clamp(taken * 1023L / Math.Max(person.Agent.Capacity, 1), 1, 1023);
    }

    private static int InOrder(Case left, Case right)
    {
        var byPriority = right.Contact.Priority.CompareTo(left.Contact.Priority);
        if (byPriority != 0) return byPriority;
        var byAge = left.Contact.EnqueuedAt.CompareTo(right.Contact.EnqueuedAt);
        return byAge != 0 ? byAge : string.CompareOrdinal(left.Contact.Id, right.Contact.Id);
    }

    private static Person Close(Case offered)
    {
        var person = offered.Agent!;
        person.Reserved -= offered.Contact.Weight;
        (offered.State, offered.Agent, offered.OfferId) = (ContactState.Waiting, null, null);
        return person;
    }

    private static void Take(Case taken, Person person, long now)
    {
        (taken.State, taken.Agent) = (ContactState.Assigned, person);
        person.Load += taken.Contact.Weight;
        person.IdleSince = now;
        taken.Excluded.Clear();
    }

    private static void Exclude(Case one, Person person, long until) =>
        one.Excluded[person] = Math.Max(until, one.Excluded.GetValueOrDefault(person));

    private void Withdraw(Person person)
    {
        foreach (var offered in Cases.Where(c => c.State == ContactState.Offered && c.Agent == person).ToList()) Close(offered);
    }
}
