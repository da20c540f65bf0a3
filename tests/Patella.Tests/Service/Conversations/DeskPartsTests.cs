using Patella.Service.Conversations.Desk;
using Patella.Service.Edge;

namespace Patella.Tests.Service.Conversations;

public class DeskPartsTests
{
    [Theory]
    [InlineData("Asia/Shanghai"), InlineData("Europe/Berlin"), InlineData("America/New_York"), InlineData("UTC")]
    public void Moments_to_put_something_away_until_are_later_than_now_and_at_their_hour_through_a_whole_year(string name)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(name);
        for (var now = new DateTimeOffset(2026, 1, 1, 0, 30, 0, TimeSpan.Zero); now.Year == 2026; now = now.AddMinutes(397))
        {
            var presets = TenantHours.Presets(now, zone);
            Assert.All(presets, preset => Assert.True(preset.At > now, $"{preset.Key} at {now:O}"));
            Assert.All(presets.Where(preset => preset.Key is "tomorrow" or "next-week"), preset => Assert.Equal(9, TimeZoneInfo.ConvertTime(preset.At, zone).Hour));
            Assert.Equal(DayOfWeek.Monday, TimeZoneInfo.ConvertTime(presets[^1].At, zone).DayOfWeek);
            Assert.All(presets.Where(preset => preset.Key == "this-evening"), preset => Assert.Equal(18, TimeZoneInfo.ConvertTime(preset.At, zone).Hour));
        }
    }

    [Theory]
    [InlineData("{{customer.name}}，您好", true), InlineData("{{ order.number }}", true), InlineData("{name} {days}", true), InlineData("no variables } {", true)]
    [InlineData("{{customer.secret}}", false), InlineData("{{}}", false), InlineData("{{customer.name", false), InlineData("{{{{order.number}}", false)]
    public void Only_variables_that_exist_can_be_saved(string text, bool fits)
        => Assert.Equal(fits, !ReplyVariables.Check(text, "/text", new Validation()).Failed);

    [Fact]
    public void A_value_is_never_read_as_a_variable_again()
    {
        var (text, missing) = ReplyVariables.Fill("{{customer.name}}", new Dictionary<string, string> { ["customer.name"] = "{{order.number}}" });
        Assert.Equal("{{order.number}}", text);
        Assert.Empty(missing);
    }

    [Fact]
    public async Task Without_a_translator_the_answer_says_how_to_set_one_up_and_one_that_is_away_is_said_to_be_away()
    {
        using var nobody = new ChatTranslator(null, null, null);
        var refused = await nobody.Translate("你好", "en", CancellationToken.None);
        Assert.Equal("translator-not-set-up", refused.Problem!.Code);
        Assert.Contains("PATELLA_TRANSLATOR_URL", refused.Problem.Detail.ToString(), StringComparison.Ordinal);
        using var away = new ChatTranslator("http://127.0.0.1:9/v1", "model", "key");
        Assert.Equal("model", away.Name);
        Assert.Equal((503, "translator-unavailable"), ((await away.Translate("你好", "en", CancellationToken.None)).Problem!.Status, (await away.Translate("你好", "en", CancellationToken.None)).Problem!.Code));
        using var strange = new ChatTranslator("file:///etc/passwd", "model", null);
        Assert.Null(strange.Name);
    }
}
