using Patella.Kernel.Matching;

namespace Patella.Tests.Kernel.Matching;

/// <summary>Drives the pool and the naive rules with the same random events and compares all that can be seen.</summary>
internal sealed class RandomDispatch
{
    private static readonly string[] Units = ["market", "travel", "food", "video"];
    private static readonly string[] Topics = ["refund", "parcel"];
    private static readonly string[] Tongues = ["zh-CN", "en", "es-MX", "und", "ja"];

    private readonly Random _random;
    private readonly DispatchOptions _options;
    private readonly NaiveDispatch _naive;
    private DispatchPool _pool;
    private long _now = 1_700_000_000_000_000;
    private int _poolIds, _naiveIds, _contactIds;

    internal RandomDispatch(int seed)
    {
        _random = new Random(seed);
        _options = new DispatchOptions
        {
            NextOfferId = () => $"o{_poolIds++}",
            OfflineSpeakersDoNotCount = seed % 2 == 1,
            MaxIdleRequirements = seed % 3 == 0 ? 8 : 16_384,
            // Groups here have about seven agents: always a heap, sometimes one, never one.
            ScanLimit = (seed % 4) switch { 0 => 0, 1 => 4, 2 => 7, _ => 128 },
        };
        _pool = new DispatchPool(_options);
        _naive = new NaiveDispatch(_options);
    }

    internal int OffersSeen { get; private set; }

    internal int SetAwaySeen { get; private set; }

    internal int RelaxedSeen { get; private set; }

    internal int DeclinesSeen { get; private set; }

    internal void Step()
    {
        _now += _random.Next(0, 3_000_000);
        Act(_random.Next(100));
        if (_random.Next(4) > 0) MatchBoth();
        if (_random.Next(10) == 0) CompareAll();
    }

    private void Act(int dice)
    {
        switch (dice)
        {
            case < 26: AddContact(); break;
            case < 34: RemoveContact(); break;
            case < 40: Upsert(); break;
            case < 42: RemoveAgent(); break;
            case < 54: SetState(); break;
            case < 72: Answer(accept: true); break;
            case < 78: Answer(accept: false); break;
            case < 86: Expire(); break;
            case < 96: Release(); break;
            case < 98: Assign(); break;
            case < 99: _now += _random.Next(0, 90_000_000); break;
            default: Restore(); break;
        }
    }

    private void MatchBoth()
    {
        var offers = new List<Offer>();
        if (_random.Next(5) == 0) _pool.Match(_now, offers, limit: 1);
        _pool.Match(_now, offers);
        var expected = _naive.Match(_now, () => $"o{_naiveIds++}");
        Assert.Equal(expected, offers.Select(o => (o.ContactId, o.AgentId)));
        Assert.All(offers, o => Assert.Equal(_now + _options.OfferLifetime, o.ExpiresAt));
        OffersSeen += offers.Count;
        foreach (var offer in offers)
        {
            var contact = _naive.FindCase(offer.ContactId)!.Contact;
            if (contact.Language != "und" && !_naive.Find(offer.AgentId)!.Agent.Languages
                .Any(l => LanguageTag.Primary(l) == LanguageTag.Primary(contact.Language))) RelaxedSeen++;
        }
        var due = _naive.Cases.Where(c => c.OfferId != null).Select(c => c.ExpiresAt).Concat(_naive.Cases.SelectMany(c => c.Excluded.Values));
        Assert.Equal(due.Select(d => (long?)Math.Max(d, _now)).Min(), _pool.NextWakeup(_now));
        Assert.Equal(0, _pool.Match(_now, offers));
    }

    private void AddContact()
    {
        if (_naive.Cases.Count > 40) return;
        var skills = new List<string> { Pick(Units) };
        if (_random.Next(3) == 0) skills.Add(Pick(Topics));
        var contact = new Contact
        {
            Id = $"c{_contactIds++}",
            RequiredSkills = _random.Next(30) == 0 ? [] : skills,
            Language = Pick(Tongues),
            Weight = _random.Next(5) == 0 ? 2 : 1,
            EnqueuedAt = _now - _random.Next(0, 5) * 1_000_000,
            Priority = _random.Next(8) == 0 ? 1 : 0,
        };
        Assert.Equal(AddOutcome.Added, _pool.AddContact(contact));
        Assert.Equal(AddOutcome.AlreadyThere, _pool.AddContact(contact));
        _naive.Add(contact);
    }

    private void RemoveContact()
    {
        if (PickCase(_ => true) is not { } gone) return;
        Assert.True(_pool.RemoveContact(gone.Contact.Id, _now));
        Assert.False(_pool.RemoveContact(gone.Contact.Id, _now));
        _naive.RemoveCase(gone, _now);
    }

    private void Upsert()
    {
        var agent = new Agent
        {
            Id = $"a{_random.Next(14)}",
            Skills = [.. Units.Concat(Topics).Where(_ => _random.Next(2) == 0)],
            Languages = [.. Tongues.Where(_ => _random.Next(3) == 0)],
            Capacity = _random.Next(0, 5),
        };
        _pool.UpsertAgent(agent, _now);
        _naive.Upsert(agent, _now);
    }

    private void RemoveAgent()
    {
        if (PickPerson() is not { } person) return;
        var expected = _naive.Cases.Where(c => c.Agent == person).Select(c => c.Contact.Id).Order();
        Assert.Equal(expected, _pool.RemoveAgent(person.Agent.Id).Order());
        _naive.Remove(person);
    }

    private void SetState()
    {
        if (PickPerson() is not { } person) return;
        var state = _random.Next(4) switch { 0 => AgentState.Offline, 1 => AgentState.Away, _ => AgentState.Available };
        _pool.SetAgentState(person.Agent.Id, state, _now);
        _naive.SetState(person, state, _now);
    }

    private void Answer(bool accept)
    {
        if (PickCase(c => c.State == ContactState.Offered) is not { } offered) return;
        var id = _pool.FindOffer(offered.Contact.Id)!.Value.Id;
        if (accept)
        {
            Assert.True(_pool.Accept(id, _now, out var taken));
            Assert.Equal((offered.Contact.Id, offered.Agent!.Agent.Id), (taken.ContactId, taken.AgentId));
            Assert.False(_pool.Accept(id, _now, out _));
            _naive.Accept(offered, _now);
        }
        else
        {
            Assert.True(_pool.Decline(id, _now));
            Assert.False(_pool.Decline(id, _now));
            _naive.Decline(offered, _now);
            DeclinesSeen++;
        }
    }

    private void Expire()
    {
        var due = new List<Offer>();
        _pool.CollectDue(_now, due);
        Assert.Equal(
            _naive.Cases.Where(c => c.State == ContactState.Offered && c.ExpiresAt <= _now).Select(c => c.Contact.Id).Order(),
            due.Select(d => d.ContactId).Order());
        foreach (var offer in due.OrderBy(d => d.ContactId, StringComparer.Ordinal))
        {
            var known = _naive.FindCase(offer.ContactId)!;
            var result = _pool.Expire(offer.Id, _now);
            if (known.State != ContactState.Offered)
            {
                Assert.False(result.Known);
                continue;
            }
            var away = _naive.Expire(known, _now);
            Assert.Equal((true, away), (result.Known, result.AgentSetAway));
            if (away) SetAwaySeen++;
        }
    }

    private void Release()
    {
        if (PickCase(c => c.State == ContactState.Assigned) is not { } done) return;
        Assert.True(_pool.Release(done.Contact.Id, _now));
        Assert.False(_pool.Release(done.Contact.Id, _now));
        _naive.RemoveCase(done, _now);
    }

    private void Assign()
    {
        if (PickCase(_ => true) is not { } wanted || PickPerson() is not { } person) return;
        Assert.Equal(_naive.Assign(wanted, person, _now), _pool.Assign(wanted.Contact.Id, person.Agent.Id, _now));
    }

    /// <summary>Throws the pool away and builds it from rows, as after a crash.</summary>
    private void Restore()
    {
        MatchBoth();
        var rows = _naive.Cases.Where(c => c.State == ContactState.Offered).Select(c => _pool.FindOffer(c.Contact.Id)!.Value).ToList();
        _pool = new DispatchPool(_options);
        foreach (var p in _naive.People) _pool.RestoreAgent(p.Agent, p.State, p.IdleSince, p.Silent);
        foreach (var c in _naive.Cases) _pool.AddContact(c.Contact);
        foreach (var c in _naive.Cases.Where(c => c.State == ContactState.Assigned))
            Assert.True(_pool.RestoreAssignment(c.Contact.Id, c.Agent!.Agent.Id));
        foreach (var offer in rows) Assert.True(_pool.RestoreOffer(offer));
        foreach (var c in _naive.Cases)
            foreach (var gone in c.Excluded.Keys.Except(_naive.People).ToList()) c.Excluded.Remove(gone);
        foreach (var c in _naive.Cases)
            foreach (var (person, until) in c.Excluded)
                Assert.True(_pool.Exclude(c.Contact.Id, person.Agent.Id, until));
        for (var i = 0; i < _naive.People.Count; i++) _naive.People[i].Order = i;
        MatchBoth();
        CompareAll();
    }

    private void CompareAll()
    {
        foreach (var person in _naive.People)
        {
            var status = _pool.FindAgent(person.Agent.Id)!.Value;
            Assert.Equal(
                new AgentStatus(person.Agent.Id, person.State, person.Agent.Capacity, person.Load, person.Reserved, person.IdleSince, person.Silent),
                status);
        }
        foreach (var one in _naive.Cases)
        {
            Assert.Equal(one.State, _pool.FindContact(one.Contact.Id));
            Assert.Equal(_naive.Position(one), _pool.Position(one.Contact.Id));
        }
        var board = _pool.Snapshot(_now);
        Assert.Equal(_naive.Cases.Count, _pool.ContactCount);
        Assert.Equal(_naive.Cases.Count(c => c.State == ContactState.Waiting), board.Waiting);
        Assert.Equal(board.Waiting, board.Demands.Sum(d => d.Waiting));
        var oldest = _naive.Cases.Where(c => c.State == ContactState.Waiting).Select(c => (long?)c.Contact.EnqueuedAt).Min();
        Assert.Equal(oldest, board.Demands.Min(d => d.OldestEnqueuedAt));
    }

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private NaiveDispatch.Person? PickPerson() =>
        _naive.People.Count == 0 ? null : _naive.People[_random.Next(_naive.People.Count)];

    private NaiveDispatch.Case? PickCase(Predicate<NaiveDispatch.Case> which)
    {
        var candidates = _naive.Cases.FindAll(which);
        return candidates.Count == 0 ? null : candidates[_random.Next(candidates.Count)];
    }
}
