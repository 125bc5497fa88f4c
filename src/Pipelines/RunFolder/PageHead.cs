namespace FunctionsPipeline.Pipelines.RunFolder;

/// <summary>How every page begins: up to the first element of its body.</summary>
internal static class PageHead
{
    /// <summary>Writes it.</summary>
    /// <param name="page">Gets it.</param>
    /// <param name="title">Title; encoded.</param>
    /// <param name="policy">What a browser may load and run, were a tag ever to slip through the encoding.</param>
    /// <param name="css">Styles of this page, after those of all.</param>
    public static void Write(HtmlBuilder page, string title, string policy, string css = "") => page.Write($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="{policy}">
        <title>{title}</title>
        <style>{new Markup(PageStyle.Css)}{new Markup(css)}</style>
        </head>
        <body>

        """);
}
