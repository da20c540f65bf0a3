namespace Patella.Service.Conversations;

/// <summary>Whether a person's message is a reply. A canned text, a greeting or "one moment" keeps nobody's promise, so it counts for nothing.</summary>
public static class Usefulness
{
    private static readonly string[] Fillers =
    [
        "hello", "hi", "hey", "good morning", "good afternoon", "good evening", "welcome", "one moment", "one moment please", "please wait", "please hold on", "hold on",
        "just a moment", "how can i help", "how can i help you", "how may i help you", "thank you for waiting", "thanks for waiting", "i am here", "ok", "okay",
        "你好", "您好", "亲", "亲您好", "在的", "在的亲", "稍等", "请稍等", "请稍候", "稍等一下", "请您稍等", "有什么可以帮您", "请问有什么可以帮您", "请问有什么可以帮您的吗", "欢迎光临", "感谢您的等待", "收到", "好的",
        "hola", "buenos días", "un momento", "bonjour", "un instant", "hallo", "guten tag", "einen moment", "einen moment bitte", "こんにちは", "少々お待ちください",
    ];

    private static readonly HashSet<string> Known = new(Fillers.Select(Strip), StringComparer.OrdinalIgnoreCase);

    /// <param name="canned">The author says that it is a canned reply, unchanged.</param>
    public static bool Of(string? text, bool canned, int files)
    {
        if (canned)
        {
            return false;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return files > 0;
        }

        var parts = text.Split(['.', '!', '?', ',', ';', '。', '！', '？', '，', '、', '；', '~', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Any(part => Strip(part) is { Length: > 1 } words && !Known.Contains(words));
    }

    private static string Strip(string text) => new string(text.Where(c => char.IsLetterOrDigit(c) || c == ' ').ToArray()).Trim().ToLowerInvariant();
}
