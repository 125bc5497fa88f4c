using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using FunctionsPipeline.Providers.Stories;

namespace FunctionsPipeline.Providers.Feeds;

/// <summary>Reads Atom 1.0 and RSS 2.0. Pure. No document types, no entities of one's own, nothing fetched.</summary>
internal static class FeedReader
{
    private const int IdCharactersMax = 200;

    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace Content = "http://purl.org/rss/1.0/modules/content/";
    private static readonly XNamespace DublinCore = "http://purl.org/dc/elements/1.1/";

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = Limits.FeedBytesMax,
        MaxCharactersFromEntities = 0,
        CloseInput = true,
    };

    /// <summary>The stories, in the order of the feed. Entries without a title are passed over.</summary>
    /// <exception cref="XmlException">It is no such feed.</exception>
    public static IReadOnlyList<Story> Read(ReadOnlyMemory<byte> bytes, Uri feed)
    {
        var root = Load(bytes).Root!;
        if (root.Name == Atom + "feed") return [.. root.Elements(Atom + "entry").Select(entry => OfAtom(entry, feed)).OfType<Story>()];
        if (root.Name == "rss" && root.Element("channel") is { } channel) return [.. channel.Elements("item").Select(item => OfRss(item, feed)).OfType<Story>()];
        throw new XmlException($"its root is '{root.Name.LocalName}'; 'feed' (Atom) or 'rss' with a channel is expected");
    }

    private static XDocument Load(ReadOnlyMemory<byte> bytes)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes.ToArray(), writable: false), Settings);
        CheckDepth(bytes);
        return XDocument.Load(reader);
    }

    // A tree of a hundred thousand levels would end the process, not the reading.
    private static void CheckDepth(ReadOnlyMemory<byte> bytes)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes.ToArray(), writable: false), Settings);
        while (reader.Read())
        {
            if (reader.Depth > Limits.FeedDepthMax) throw new XmlException($"it is nested deeper than {Limits.FeedDepthMax} levels");
        }
    }

    private static Story? OfAtom(XElement entry, Uri feed)
    {
        var title = TextOf(entry.Element(Atom + "title"));
        if (title.Length == 0) return null;
        var link = entry.Elements(Atom + "link").FirstOrDefault(element => (string?)element.Attribute("rel") is null or "alternate");
        var url = Link(feed, (string?)link?.Attribute("href"));
        var id = (string?)entry.Element(Atom + "id") ?? url?.AbsoluteUri ?? title;
        return new Story(IdOf(id), title, TextOf(entry.Element(Atom + "content") ?? entry.Element(Atom + "summary")), url)
        {
            Author = ((string?)entry.Element(Atom + "author")?.Element(Atom + "name") ?? "").Trim(),
            PublishedAt = Date((string?)entry.Element(Atom + "published") ?? (string?)entry.Element(Atom + "updated")),
        };
    }

    private static Story? OfRss(XElement item, Uri feed)
    {
        var title = HtmlText.Of((string?)item.Element("title") ?? "").ReplaceLineEndings(" ");
        if (title.Length == 0) return null;
        var url = Link(feed, (string?)item.Element("link"));
        var id = (string?)item.Element("guid") ?? url?.AbsoluteUri ?? title;
        return new Story(IdOf(id), title, HtmlText.Of((string?)item.Element(Content + "encoded") ?? (string?)item.Element("description") ?? ""), url)
        {
            Author = ((string?)item.Element(DublinCore + "creator") ?? (string?)item.Element("author") ?? "").Trim(),
            PublishedAt = Date((string?)item.Element("pubDate")),
        };
    }

    // Text is text; HTML stands escaped in the element, XHTML as elements.
    private static string TextOf(XElement? element) => (string?)element?.Attribute("type") switch
    {
        null or "text" => (element?.Value ?? "").Trim(),
        "xhtml" => HtmlText.Of(string.Concat(element!.Nodes())),
        _ => HtmlText.Of(element!.Value),
    };

    private static Uri? Link(Uri feed, string? link) =>
        !string.IsNullOrWhiteSpace(link) && Uri.TryCreate(feed, link.Trim(), out var url) && url.Scheme is "http" or "https" ? url : null;

    // RFC 3339 and RFC 822; what nobody can read is no reason to refuse a story.
    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var date) ? date.ToUniversalTime() : null;

    private static string IdOf(string id)
    {
        var trimmed = id.Trim();
        return trimmed.Length <= IdCharactersMax ? trimmed : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(trimmed)));
    }
}
