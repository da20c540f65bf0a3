using Patella.Platform.Clocks;
using Patella.Service.Andon.Pulls;

namespace Patella.Tests.Andon;

/// <summary>What may become of a pull, tried with random histories of everybody: business never opens a gate.</summary>
public class PullRulesTests
{
    private static readonly PullActor Puller = new("puller", false, false, false);
    private static readonly PullActor Expert = new("expert", false, true, false);
    private static readonly PullActor OtherExpert = new("other-expert", true, true, false);

    private static readonly PullActor[] Business =
    [
        new("owner", true, false, true), new("administrator", true, false, true), new("rule-owner", true, false, true), new("colleague", false, false, false), new("supervisor", true, false, false),

        // Who is of the experience group and answers for business speaks for the business.
        new("both", true, true, true),
    ];

    private static Pull Fresh => new() { Id = "p", Kind = "launch", Target = "l", Title = "l", Puller = "puller", Owner = "owner", PulledMachine = 0, AcknowledgeBy = PullRules.Acknowledging, DecideBy = PullRules.Deciding };

    [Fact]
    public void No_history_of_business_commands_ends_a_pull()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var (pull, random) = (Fresh, new Random(seed));
            for (var step = 1; step <= 30; step++)
            {
                pull = Step(pull, Business[random.Next(Business.Length)], random, step);
                Assert.True(pull.Lives, $"seed {seed}, step {step}: {pull.State} by {pull.EndedBy}");
            }
        }
    }

    [Fact]
    public void Whatever_everybody_does_only_the_puller_or_the_experience_group_ends_it_and_never_without_evidence_or_a_reason()
    {
        var ended = 0;
        for (var seed = 0; seed < 2_000; seed++)
        {
            var (pull, random) = (Fresh, new Random(seed));
            PullActor[] all = [Puller, Expert, OtherExpert, .. Business];
            for (var step = 1; step <= 40 && pull.Lives; step++)
            {
                var (before, actor) = (pull, all[random.Next(all.Length)]);
                pull = Step(before, actor, random, step);
                if (pull.Lives)
                {
                    continue;
                }

                ended++;
                Assert.Equal(actor.Id, pull.EndedBy);
                Assert.True(actor.Id == "puller" || actor is { Experience: true, Business: false }, $"seed {seed}: {actor.Id}");
                Assert.NotEqual(actor.Id == "puller" ? "" : before.AnsweredBy, actor.Id);
                Assert.Contains((before.State, pull.Outcome!), new[] { (PullStates.Changed, PullOutcomes.Changed), (PullStates.Rejected, PullOutcomes.Rejected), (PullStates.Pulled, PullOutcomes.Withdrawn) });
            }
        }

        Assert.True(ended > 500, $"only {ended} ended: the histories try too little");
    }

    [Fact]
    public void What_is_over_stays_as_it_ended()
    {
        var changed = PullRules.Apply(Fresh, PullRules.Decide(Fresh, new PullCommand.Change(), Business[0], 5).Value!);
        var released = PullRules.Apply(changed, PullRules.Decide(changed, new PullCommand.Release(true), Puller, 6).Value!);
        Assert.Equal((PullStates.Released, 6L, "puller"), (released.State, released.EndedAt!.Value, released.EndedBy));
        foreach (var actor in new[] { Puller, Expert, Business[0] })
        {
            for (var seed = 0; seed < 200; seed++)
            {
                Assert.Equal(released, Step(released, actor, new Random(seed), 9));
            }
        }
    }

    [Fact]
    public void A_no_gives_a_new_time_for_the_decision_and_keeps_the_first()
    {
        var changed = PullRules.Apply(Fresh, PullRules.Decide(Fresh, new PullCommand.Change(), Business[0], 5).Value!);
        var back = PullRules.Apply(changed, PullRules.Decide(changed, new PullCommand.Release(false), Puller, 90).Value!);
        Assert.Equal((PullStates.Investigating, 90 + PullRules.Deciding, 5L), (back.State, back.DecideBy, back.DecidedAt!.Value));
        Assert.NotNull(PullRules.Decide(back, new PullCommand.RunLate(false), Puller, back.DecideBy).Value);
    }

    [Fact]
    public void Late_is_told_with_longer_pauses_up_to_a_day()
    {
        Assert.Equal(2 * PullRules.Acknowledging, PullRules.NextLate(PullRules.Acknowledging, 1));
        Assert.Equal(24 * 3_600 * Microseconds.PerSecond, PullRules.NextLate(PullRules.Deciding, 1_000));
    }

    private static Pull Step(Pull pull, PullActor actor, Random random, long now)
    {
        PullCommand command = random.Next(9) switch
        {
            0 => new PullCommand.Acknowledge(),
            1 => new PullCommand.Answer(PullStates.Answers[random.Next(PullStates.Answers.Count)]),
            2 or 3 => new PullCommand.Change(),
            4 or 5 => new PullCommand.Release(true),
            6 => new PullCommand.Release(false),
            7 => new PullCommand.Withdraw(random.Next(2) * 2 * PullRules.UndoFor),
            _ => new PullCommand.RunLate(random.Next(2) == 0),
        };
        return PullRules.Decide(pull, command, actor, now) is { Succeeded: true, Value: { } step } ? PullRules.Apply(pull, step) : pull;
    }
}
