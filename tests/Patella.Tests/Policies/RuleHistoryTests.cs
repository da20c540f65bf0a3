using Patella.Service.Edge;
using Patella.Service.Policies.Guarding;
using Patella.Service.Policies.Life;

namespace Patella.Tests.Policies;

/// <summary>Random histories of a policy's versions: the pure rules beside what must always hold.</summary>
public class RuleHistoryTests
{
    private const long Day = 86_400_000_000;

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void No_history_puts_a_rule_in_force_unsigned_or_backwards_or_two_at_once(int seed)
    {
        var steps = 0;
        for (var history = 0; history < 250; history++)
        {
            var random = new Random((seed * 10_000) + history);
            var (versions, told, now) = (new List<VersionRow>(), new List<(long At, string? Id)>(), 1_000 * Day);
            for (var step = 0; step < 60; step++, steps++)
            {
                now += random.Next(3) == 0 ? random.NextInt64(5 * Day) : random.NextInt64(Day / 24);
                var line = versions.Select(version => version.ToLine()).ToList();
                if (versions.Count == 0 || random.Next(6) == 0)
                {
                    versions.Add(New(versions.Count + 1, random, now));
                }
                else
                {
                    var index = random.Next(versions.Count);
                    if (Step(versions[index], line, random, now) is { Succeeded: true } taken)
                    {
                        Holds(versions[index], taken.Value, now);
                        versions[index] = taken.Value;
                    }
                }

                line = [.. versions.Select(version => version.ToLine())];
                told.Add((now, PolicyLine.EffectiveAt(line, now)?.Id));
                Assert.All(told, past => Assert.Equal(past.Id, PolicyLine.EffectiveAt(line, past.At)?.Id));
                Assert.Equal(versions.Count(version => version.EffectiveFrom is not null), versions.Select(version => version.EffectiveFrom).OfType<long>().Distinct().Count());
            }

            // One by one over all changes of the line: the newest that has begun, unless a person ended it.
            foreach (var at in versions.SelectMany(version => new[] { version.EffectiveFrom, version.EndedAt }).OfType<long>().SelectMany(at => new[] { at - 1, at, at + 1 }))
            {
                var begun = versions.Where(version => version.EffectiveFrom <= at && (version.EndedAt is null || version.EndedAt > version.EffectiveFrom)).OrderBy(version => version.EffectiveFrom).LastOrDefault();
                Assert.Equal(begun is { EndedAt: { } ended } && ended <= at ? null : begun?.Id, PolicyLine.EffectiveAt(versions.Select(version => version.ToLine()), at)?.Id);
            }
        }

        Assert.True(steps > 10_000);
    }

    /// <summary>What must be true of any step that was allowed.</summary>
    private static void Holds(VersionRow before, VersionRow after, long now)
    {
        if (after.State is VersionState.Signed or VersionState.Shadow or VersionState.Canary or VersionState.Effective)
        {
            Assert.Equal((after.Hash, after.Hash), (after.SignedHash, after.BacktestHash));
            Assert.NotEqual(after.ProposerId, after.SignedBy);
            Assert.NotEqual(after.EditedBy, after.SignedBy);
        }

        if (before.EffectiveFrom is null && after.EffectiveFrom is { } from)
        {
            Assert.True(from >= now, "never retroactive");
        }

        if (before.EffectiveFrom is not null)
        {
            Assert.Equal((before.EffectiveFrom, before.Hash), (after.EffectiveFrom, after.Hash));
        }

        if (before.EndedAt is null && after.EndedAt is { } ended)
        {
            Assert.Equal(now, ended);
        }
    }

    private static VersionRow New(int number, Random random, long now)
    {
        var hash = PolicyContent.HashOf("table " + number, "{}");
        return new VersionRow { Id = "v" + number, Policy = "refund", Number = number, Dmn = "table " + number, Hash = hash, ProposerId = "p" + random.Next(3), ProposerName = "P", EditedBy = "p" + random.Next(3), CreatedAt = now, AnswerBy = now + (14 * Day) };
    }

    private static Outcome<VersionRow> Step(VersionRow version, List<LineVersion> line, Random random, long now) => random.Next(10) switch
    {
        0 => LifeRules.Draft(version, "table " + random.Next(100), "{}", random.Next(3) == 0 ? "stale" : version.Hash, "[]", "p" + random.Next(3)),
        1 => LifeRules.Answer(version, random.Next(4) > 0, "ok", "owner", now),
        2 => version with { BacktestHash = version.State == VersionState.Proposed && random.Next(5) == 0 ? "other" : version.Hash },
        3 or 4 => LifeRules.Sign(version, random.Next(5) == 0 ? "other" : version.Hash, null, "p" + random.Next(5), "L", random.Next(5) > 0, now),
        5 => LifeRules.Shadow(version, line, now),
        6 => LifeRules.Canary(version, line, random.Next(1, 51), "case", now),
        7 => LifeRules.MakeEffective(version, line, random.Next(3) switch { 0 => null, 1 => now + random.NextInt64(3 * Day), _ => now - 1 - random.NextInt64(Day) }, now),
        8 => LifeRules.Retire(version, now),
        _ => LifeRules.Withdraw(version, now),
    };
}
