using System.Collections.Frozen;
using Patella.Kernel.Text;

namespace Patella.Service.Knowledge;

/// <summary>Words that hold questions together in the languages we serve. In a small knowledge base they look rarer than they are.</summary>
internal static class FillerWords
{
    private static readonly FrozenSet<string> Tokens = string.Join('\n',
        "a an the i me my you your we our it its is are was be been do does did can could will would should may have has had to of in on at for from with by and or but not no this that there what when where which who how why if please hello hi thanks want need get",
        "el la los las un una yo me mi mis tu su es son era ser estar ha he han hay de del en a al por para con y o pero no que como cuando donde cual por favor hola gracias quiero necesito puedo se lo",
        "le la les un une je me mon ma mes tu vous votre il elle est sont a ai ont de du des en au aux pour par avec et ou mais ne pas que qui comment quand où quel bonjour merci veux peux ce cette se",
        "der die das ein eine ich mich mein meine du ihr sie es ist sind war sein habe hat haben zu von im in an auf für mit und oder aber nicht kein wie wann wo was welche wer bitte hallo danke will kann den dem",
        "我的\n怎么\n什么\n可以\n请问\n你好\n想要\n是不\n不是\n吗？\n一下\n没有\n如何\n为什\n我想\n了吗\n多少\n哪里\n这个\n你们\n是什\n么办\n样的",
        "です\nます\nした\nのか\nさい\nくだ\nして\nたい\nには\nから\nまし\nどう\nれば\nです\nますか").Split(['\n', ' '], StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(word => SearchTokens.QueryTokens(word).Select(token => token.Token)).ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string token) => Tokens.Contains(token);
}
