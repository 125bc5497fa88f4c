namespace FunctionsPipeline.Simulator.X;

/// <summary>The words of made-up posts.</summary>
internal static class XTexts
{
    private static readonly Dictionary<string, (string[] Openings, string[] Opinions)> Phrases = new(StringComparer.Ordinal)
    {
        ["en"] = (
            ["Everyone is talking about {0} today.", "Hot take on {0}:", "I tried {0} for a week.", "Nobody told me that {0} would be like this.", "{0} just made the news again.", "A thread on {0} & what comes next."],
            ["It is better than its reputation.", "Not sold yet, but the numbers look good.", "Prices went up again & people noticed.", "The queue went around the block.", "Ask me again in a month.", "My timeline has no other topic.", "The team behind it deserves more credit.", "This will age badly."]),
        ["es"] = (
            ["Todo el mundo habla de {0}.", "Mi opinión sobre {0}:", "Por fin probé {0}.", "Lo de {0} vuelve a ser noticia."],
            ["Mejor de lo que esperaba.", "No me convence todavía.", "Los precios subieron otra vez.", "Habrá que ver en un mes."]),
        ["de"] = (
            ["Alle reden heute über {0}.", "Kurz zu {0}:", "Eine Woche mit {0}, mein Fazit:", "{0} ist wieder in den Nachrichten."],
            ["Besser als sein Ruf.", "Überzeugt bin ich noch nicht.", "Die Preise sind schon wieder gestiegen.", "Fragt mich in einem Monat noch mal."]),
        ["fr"] = (
            ["Tout le monde parle de {0}.", "Petit avis sur {0} :", "J'ai enfin essayé {0}.", "{0} revient dans l'actualité."],
            ["Mieux que prévu.", "Je ne suis pas encore convaincu.", "Les prix ont encore augmenté.", "On en reparle dans un mois."]),
        ["pt"] = (
            ["Todo mundo fala de {0}.", "Minha opinião sobre {0}:", "Finalmente testei {0}.", "{0} voltou a ser notícia."],
            ["Melhor do que eu esperava.", "Ainda não me convenceu.", "Os preços subiram de novo.", "Vamos ver daqui a um mês."]),
        ["und"] = (["#{0}"], ["!!!", "👀", "🔥🔥", "..."]),
    };

    private static readonly string[] Lead = ["BREAKING: ", "ICYMI: ", "So true: ", ""];
    private static readonly string[] Tail = ["", " 🔥", " Thoughts?", " (via a friend)", " #news", " https://t.co/"];
    private static readonly string[] FirstHalves = ["quiet", "north", "paper", "daily", "pixel", "river", "urban", "solar", "velvet", "second"];
    private static readonly string[] SecondHalves = ["fox", "reader", "desk", "signal", "kitchen", "atlas", "engineer", "garden", "drummer", "wire"];

    /// <summary>A post.</summary>
    public static string Write(string topic, string language, Draw draw)
    {
        var (openings, opinions) = Phrases[language];
        var opening = openings[draw.For("opening").Index(openings.Length)].Replace("{0}", topic, StringComparison.Ordinal);
        return $"{opening} {opinions[draw.For("opinion").Index(opinions.Length)]}";
    }

    /// <summary>The same post in nearly the same words.</summary>
    public static string Retold(string text, Draw draw)
    {
        var tail = Tail[draw.For("tail").Index(Tail.Length)];
        if (tail.EndsWith('/')) tail += draw.For("link").ToGuid().ToString("N")[..10];
        var told = draw.For("quiet").Happens(0.3) ? text.TrimEnd('.') : text;
        return Lead[draw.For("lead").Index(Lead.Length)] + told + tail;
    }

    /// <summary>A handle without its number.</summary>
    public static string Handle(Draw draw) =>
        FirstHalves[draw.For("first").Index(FirstHalves.Length)] + "_" + SecondHalves[draw.For("second").Index(SecondHalves.Length)];
}
