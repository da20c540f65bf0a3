using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Patella.Service.Actions.Authority;
using Patella.Service.Actions.Deciding;
using Patella.Service.Actions.Kinds;
using Patella.Service.Actions.Marketplace;
using Patella.Service.Actions.Previews;
using Patella.Service.Actions.Running;
using Patella.Service.Edge;
using Patella.Service.Orders;
using Patella.Service.Orders.Mirror;
using Patella.Service.Remedies;

namespace Patella.Tests.Actions;

/// <summary>The deciders alone: facts in, plan or refusal out, over thousands of drawn orders, balances and arguments.</summary>
public class DecideTests
{
    private const string Currency = "CNY";

    [Fact]
    public void No_plan_gives_back_more_than_was_paid_or_takes_more_than_is_there()
    {
        Prop.ForAll(Seeds, seed =>
        {
            var (facts, arguments, kind) = Draw(seed);
            if (Decide.Plan(kind, facts, arguments) is not { Succeeded: true } planned)
            {
                return;
            }

            var plan = planned.Value;
            var back = plan.Money.Where(money => money.Source == RemedySource.OrderPaid).Sum(money => money.Amount);
            var charged = plan.Money.Where(money => money.Source == RemedySource.Instrument).Sum(money => money.Amount);
            Assert.True(back <= facts.LeftToGiveBack, $"seed {seed}: {kind.Name} gives back {back} of {facts.LeftToGiveBack}");
            Assert.All(plan.Money, money => Assert.True(money.Amount > 0, $"seed {seed}: {kind.Name} moves {money.Amount}"));
            Assert.All(plan.Money.Where(money => money.Source == RemedySource.Instrument), money => Assert.True((facts.FindMeans(money.Instrument)!.Available ?? long.MaxValue) >= money.Amount, $"seed {seed}: charges what is not there"));
            Assert.True(kind.StaffOnly || kind.NeedsConsent || plan.Money.Count == 0, $"seed {seed}: {kind.Name} moves money without consent");
            Assert.True(kind.Name != ActionKinds.ChangeThePayment || charged == back, $"seed {seed}: a change of payment moves {charged} in and {back} back");
            Assert.All(plan.Money.Where(money => money.Instrument is not null), money => Assert.True(facts.FindMeans(money.Instrument) is not null || facts.Paid.Any(paid => paid.Instrument == money.Instrument), $"seed {seed}: a stranger's means"));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Fact]
    public void What_is_withheld_is_planned_for_no_arguments_and_what_is_planned_was_offered()
    {
        Prop.ForAll(Seeds, seed =>
        {
            var (facts, arguments, kind) = Draw(seed);
            var (withheld, planned) = (Decide.Withhold(kind, facts), Decide.Plan(kind, facts, arguments));
            Assert.True(withheld is null || planned.Problem?.Code == withheld.Code, $"seed {seed}: {kind.Name} is withheld and planned");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Fact]
    public void The_same_facts_and_arguments_give_the_same_hash_in_whatever_order_they_are_written()
    {
        Prop.ForAll(Seeds, seed =>
        {
            var (facts, arguments, kind) = Draw(seed);
            var turned = Turn(arguments, new Random(seed));
            Assert.Equal(ActionPlan.HashOf(kind.Name, facts.Order.Id, arguments), ActionPlan.HashOf(kind.Name, facts.Order.Id, turned));
            Assert.NotEqual(ActionPlan.HashOf(kind.Name, facts.Order.Id, arguments), ActionPlan.HashOf(kind.Name, facts.Order.Id + "x", arguments));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    [Fact]
    public void Money_left_is_what_was_paid_less_everything_promised_and_never_below_zero()
    {
        Prop.ForAll(Seeds, seed =>
        {
            var random = new Random(seed);
            var state = new OrderState("1") { Payments = [.. Enumerable.Range(0, random.Next(4)).Select(number => new PaymentState($"p{number}", new Money(random.Next(1_000), Currency), null, null, 0, $"m{number % 2}"))] };
            var remedies = Enumerable.Range(0, random.Next(6)).Select(number => new Remedy
            {
                Id = $"r{number}", Source = random.Next(2) == 0 ? RemedySource.OrderPaid : RemedySource.Instrument, Amount = random.Next(500), Currency = Currency, Instrument = $"m{random.Next(3)}", State = RemedyState.All[random.Next(RemedyState.All.Count)],
            }).ToList();
            var left = MoneyLeft.Of(state, Currency, remedies);
            var paid = state.Payments.Sum(payment => payment.Captured!.Amount) + remedies.Where(one => one.IsCharge && one.State is RemedyState.Reserved or RemedyState.Paid or RemedyState.Confirmed).Sum(one => one.IsCharge ? one.Amount : 0);
            var promised = remedies.Where(one => !one.IsCharge && one.State is not (RemedyState.Cancelled or RemedyState.Reversed)).Sum(one => one.Amount);
            Assert.Equal(Math.Max(0, paid - promised), left.Sum(one => one.Left));
            Assert.All(left, one => Assert.True(one.Left >= 0));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    [Theory]
    [InlineData("{\"amount\":1.5,\"reason\":\"x\"}")]
    [InlineData("{\"amount\":-1,\"reason\":\"x\"}")]
    [InlineData("{\"amount\":0,\"reason\":\"x\"}")]
    [InlineData("{\"amount\":1e3,\"reason\":\"x\"}")]
    [InlineData("{\"amount\":1.0,\"reason\":\"x\"}")]
    [InlineData("{\"amount\":\"5\",\"reason\":\"x\"}")]
    [InlineData("{\"amount\":9223372036854775808,\"reason\":\"x\"}")]
    [InlineData("{\"amount\":9007199254740992,\"reason\":\"x\"}")]
    [InlineData("{\"amount\":5}")]
    [InlineData("{\"amount\":5,\"reason\":\"x\",\"more\":1}")]
    [InlineData("[]")]
    [InlineData("null")]
    public void Arguments_that_do_not_fit_their_schema_are_refused_with_a_pointer(string arguments)
        => Assert.NotEmpty(ActionKinds.Find(ActionKinds.Refund)!.Read(JsonSerializer.Deserialize<JsonElement>(arguments)).Problem!.Errors!);

    [Fact]
    public void Every_kind_tells_a_schema_whose_required_members_are_those_that_are_asked_for()
    {
        foreach (var kind in ActionKinds.All)
        {
            var schema = kind.Schema("zh-CN");
            Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string)schema["$schema"]!);
            var refused = kind.Read(JsonSerializer.Deserialize<JsonElement>("{}")).Problem!;
            Assert.Equal(schema["required"]!.AsArray().Select(name => "/arguments/" + (string)name!), refused.Errors!.Select(error => error.Pointer));
            Assert.True(kind.Change is null || ChangeKinds.All.Contains(kind.Change));
            Assert.NotEqual(kind.Title("en"), kind.Title("zh-CN"));
        }
    }

    [Fact]
    public void Authority_counts_the_case_and_the_day_and_nobody_is_their_own_second_person()
    {
        var refund = ActionKinds.Find(ActionKinds.Refund)!;
        AuthorityLimit[] limits = [new("standard", "refund", Currency, 100, 150)];
        string Decided(long value, long together, long today, string grade = "standard", string currency = Currency)
            => AuthorityRules.Decide(refund, grade, currency, value, limits, new AlreadyGiven { Together = together, Today = today });
        Assert.Equal(AuthorityWord.Own, Decided(100, 0, 50));
        Assert.Equal(AuthorityWord.Second, Decided(101, 0, 0));
        Assert.Equal(AuthorityWord.Second, Decided(60, 41, 41));
        Assert.Equal(AuthorityWord.Second, Decided(60, 0, 91));
        Assert.Equal(AuthorityWord.Second, Decided(long.MaxValue, 0, 0));
        Assert.Equal(AuthorityWord.Second, Decided(1, 0, 0, grade: "trainee"));
        Assert.Equal(AuthorityWord.Second, Decided(1, 0, 0, currency: "USD"));
        Assert.Equal(AuthorityWord.NotNeeded, AuthorityRules.Decide(ActionKinds.Find(ActionKinds.CancelOrder)!, "standard", Currency, 0, limits, new AlreadyGiven()));
        Caller Person(string id, Permission permissions) => new() { Kind = CallerKind.Staff, Tenant = new("acme"), Id = id, Permissions = permissions };
        var action = new ServiceAction { Kind = refund.Name, AuthorId = "ann", Value = 120, Currency = Currency };
        Assert.Equal("own-action", AuthorityRules.RefuseApprover(action, Person("ann", Permission.Supervise), limits, new AlreadyGiven())!.Code);
        Assert.Equal("beyond-authority", AuthorityRules.RefuseApprover(action, Person("bob", Permission.Serve), limits, new AlreadyGiven())!.Code);
        Assert.Null(AuthorityRules.RefuseApprover(action, Person("cat", Permission.Supervise), limits, new AlreadyGiven()));
        Assert.Null(AuthorityRules.RefuseApprover(action with { Value = 90 }, Person("bob", Permission.Serve), limits, new AlreadyGiven()));
    }

    [Fact]
    public void Consent_is_refused_for_each_thing_that_differs()
    {
        var given = new Preview { OrderRef = "o", Kind = "k", Hash = "h", Terms = "t", Consent = ConsentState.Given, ConsentUntil = 100 };
        Assert.Null(ConsentRules.Refuse(given, "o", "k", "h", "t", 100));
        Assert.Equal("consent-expired", ConsentRules.Refuse(given, "o", "k", "h", "t", 101)!.Code);
        Assert.Equal("consent-needed", ConsentRules.Refuse(null, "o", "k", "h", "t", 0)!.Code);
        Assert.Equal("consent-needed", ConsentRules.Refuse(given with { Consent = ConsentState.Asked }, "o", "k", "h", "t", 0)!.Code);
        Assert.Equal("consent-used", ConsentRules.Refuse(given with { Consent = ConsentState.Used }, "o", "k", "h", "t", 0)!.Code);
        Assert.Equal("terms-changed", ConsentRules.Refuse(given, "o", "k", "h", "u", 0)!.Code);
        foreach (var (order, kind, hash) in new[] { ("p", "k", "h"), ("o", "l", "h"), ("o", "k", "i") })
        {
            Assert.Equal("consent-for-other", ConsentRules.Refuse(given, order, kind, hash, "t", 0)!.Code);
        }
    }

    private static Arbitrary<int> Seeds => Arb.From(Gen.Choose(0, int.MaxValue - 1));

    /// <summary>An order, its consumer's means, what happened to it, and arguments that fit their schema and often the order.</summary>
    private static (ActionFacts Facts, JsonElement Arguments, ActionKind Kind) Draw(int seed)
    {
        var random = new Random(seed);
        T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
        var items = Enumerable.Range(0, random.Next(1, 4)).Select(number => new OrderItem($"s{number}", $"p{number % 2}", "goods", null, random.Next(1, 4), new Money(random.Next(0, 5_000), Currency), null)).ToList();
        var listed = items.Sum(item => item.Price!.Amount * item.Quantity);
        var state = new OrderState("N1") { Items = items, Total = new Money(random.Next(3) == 0 ? listed * 9 / 10 : listed, Currency), Stage = Pick(Enum.GetValues<OrderStage>()), Merchant = random.Next(2) == 0 ? "shop" : null };
        Means[] means = [new("card", "card", "card", null), new("gift", "stored-value", "gift", random.Next(0, 4_000)), new("purse", "wallet", "purse", null)];
        var facts = new ActionFacts
        {
            Order = new MirroredOrder("o1", "N1", "person", "market", state.Merchant, 0, 1, state), Stage = ActionFacts.StageOf(state), Currency = Currency,
            Variants = [.. Enumerable.Range(0, 6).Select(number => new GoodsVariant($"s{number}", $"p{number % 2}", "goods", null, new Money(random.Next(0, 6_000), Currency), random.Next(4) > 0))],
            Means = means[..random.Next(0, 4)],
            Paid = random.Next(4) switch { 0 => [], 1 => [new PaidWith(null, listed)], 2 => [new PaidWith("card", listed)], _ => [new PaidWith("card", random.Next(0, 3_000)), new PaidWith("gift", random.Next(0, 3_000))] },
            Taken = random.Next(3) == 0 ? new Dictionary<string, int> { ["s0"] = random.Next(1, 4) } : new Dictionary<string, int>(),
            Underway = random.Next(20) == 0, GoodsComeBack = random.Next(2) == 0, ByStaff = random.Next(2) == 0, Case = random.Next(2) == 0 ? "case" : null, Connected = random.Next(20) > 0, Now = 1_700_000_000_000_000,
            Allowed = random.Next(5) == 0 ? [Pick(ChangeKinds.All)] : null,
        };
        var kind = Pick(ActionKinds.All);
        var arguments = new Dictionary<string, object> { ["reason"] = "why", ["amount"] = random.Next(1, 6_000), ["fund"] = "gestures", ["form"] = Pick(["voucher", "cash"]), ["address"] = new { city = "x" }, ["from"] = "2023-11-15T00:00:00Z", ["until"] = "2023-11-16T00:00:00Z" };
        arguments["items"] = Enumerable.Range(0, random.Next(1, 3)).Select(_ => kind.Arguments.Members.Any(member => member.Name == "items") && kind.Name is ActionKinds.ChangeTheItems or ActionKinds.ExchangeItems
            ? (object)new { sku = $"s{random.Next(4)}", newSku = $"s{random.Next(6)}" } : new { sku = $"s{random.Next(4)}", quantity = random.Next(1, 3) }).ToList();
        if (random.Next(2) == 0 || kind.Name == ActionKinds.ChangeThePayment)
        {
            arguments["instrument"] = Pick(["card", "gift", "purse", "stranger"]);
        }

        var read = kind.Read(JsonSerializer.SerializeToElement(arguments.Where(pair => kind.Arguments.Members.Any(member => member.Name == pair.Key)).ToDictionary()));
        Assert.True(read.Succeeded, $"seed {seed}: {kind.Name} {read.Problem?.Errors?[0].Pointer}");
        return (facts, read.Value, kind);
    }

    /// <summary>The same value with its members in another order.</summary>
    private static JsonElement Turn(JsonElement value, Random random) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonSerializer.SerializeToElement(value.EnumerateObject().OrderBy(_ => random.Next()).ToDictionary(member => member.Name, member => Turn(member.Value, random))),
        JsonValueKind.Array => JsonSerializer.SerializeToElement(value.EnumerateArray().Select(item => Turn(item, random))),
        _ => value,
    };
}
