using Patella.Simulator.Ecosystem;
using Patella.Simulator.Voices;

namespace Patella.Tests.Simulator.Voices;

public class VoiceCrowdTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 11, 12, 0, 0, TimeSpan.Zero);
    private static readonly VoiceCrowd Crowd = new(new DemoEcosystem(20_171_111, Scale.Demo, Now));

    [Fact]
    public void The_same_minute_says_the_same_again_and_each_voice_has_its_own_id()
    {
        var again = new VoiceCrowd(new DemoEcosystem(20_171_111, Scale.Demo, Now));
        var voices = Minutes(Now.AddMinutes(-5), 15).SelectMany(Crowd.In).ToList();
        Assert.Equal(voices, Minutes(Now.AddMinutes(-5), 15).SelectMany(again.In));
        Assert.Equal(voices.Count, voices.Select(voice => voice.Id).Distinct().Count());
        Assert.Equal(voices.OrderBy(voice => voice.Time), voices);
    }

    [Fact]
    public void A_sale_lifts_everything_alike_and_nothing_of_it_is_a_fault()
    {
        var before = Minutes(Now.AddHours(-24).AddMinutes(60), 60).SelectMany(Crowd.In).ToList();
        var during = Minutes(Now.AddMinutes(68), 30).SelectMany(Crowd.In).ToList();
        Assert.InRange(during.Count * 2 / (double)before.Count, 3, 6);
        double Share(IReadOnlyCollection<SimulatedVoice> voices) => voices.Count(voice => voice.Source == "review") / (double)voices.Count;
        Assert.InRange(Share(during) / Share(before), 0.75, 1.25);
    }

    [Fact]
    public void Whoever_is_hit_by_a_fault_has_in_common_what_is_broken()
    {
        var coupon = Crowd.Faults.Coupon(0);
        var minute = coupon.Start.AddMinutes(5);
        var complaints = Crowd.In(minute).Where(voice => IsOf("coupon-fails", voice)).ToList();
        Assert.True(complaints.Count >= 15, $"{complaints.Count} complaints");
        Assert.True(complaints.Count(voice => voice.Version == VoiceFaults.Version) >= complaints.Count * 0.9);
        Assert.True(complaints.Select(voice => voice.Region).Distinct().Count() > 3);
        var hub = Crowd.Faults.Carrier(0);
        var stuck = Crowd.In(hub.Start.AddMinutes(5)).Where(voice => voice.Carrier == VoiceFaults.CarrierOf(0) && voice.Region == VoiceFaults.RegionOf(0)).ToList();
        Assert.True(stuck.Count >= 8, $"{stuck.Count} voices");
    }

    [Fact]
    public void A_fault_grows_already_when_the_demonstration_starts_and_the_others_begin_minutes_later()
    {
        Assert.True(Crowd.Faults.Growing.In(Now) > Crowd.Faults.Growing.In(Now.AddMinutes(-20)) && Crowd.Faults.Growing.In(Now.AddMinutes(-20)) > 0);
        Assert.Equal(0, Crowd.Faults.Growing.In(Now.AddMinutes(-30)));
        Assert.InRange((Crowd.Faults.Coupon(0).Start - Now).TotalMinutes, 1, 5);
        Assert.InRange((Crowd.Faults.Carrier(0).Start - Now).TotalMinutes, 1, 5);
        var later = Now.AddHours(5);
        Assert.Contains(Crowd.Faults.Around(later), fault => fault.Start > Now.AddHours(3));
        Assert.All(Crowd.Faults.Changes(Now).Where(change => change.Kind == "launch"), change => Assert.Equal(VoiceFaults.Version, change.Node["version"]));
    }

    [Fact]
    public void A_copied_post_is_said_by_hundreds_in_nearly_the_same_words()
    {
        var copies = Minutes(Now.AddMinutes(2), 3).SelectMany(Crowd.In).Where(voice => voice.Text.Contains("高仿", StringComparison.Ordinal)).ToList();
        Assert.Equal(300, copies.Count);
        Assert.True(copies.Select(voice => voice.Customer).Distinct().Count() > 250);
        Assert.Equal(3, copies.Select(voice => voice.Text).Distinct().Count());
    }

    private static bool IsOf(string topic, SimulatedVoice voice) => VoiceTopic.Of(topic).Lines.SelectMany(lines => lines)
        .Any(line => line.Split('{', '}').Where((_, index) => index % 2 == 0).All(part => voice.Text.Contains(part, StringComparison.Ordinal)));

    private static IEnumerable<DateTimeOffset> Minutes(DateTimeOffset from, int count) => Enumerable.Range(0, count).Select(index => from.AddMinutes(index));
}
