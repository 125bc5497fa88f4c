namespace FunctionsPipeline.Pipelines.RunFolder;

/// <summary>The style sheet of pages. System fonts and no images: the page has to stand alone.</summary>
internal static class PageStyle
{
    public const string Css = """

        :root{
          --paper:#fbfaf8;--card:#fff;--ink:#1d1c1a;--soft:#6a665f;--line:#e4e0d9;--accent:#b3261e;--band:#e8a29c;--shade:#ece8e0;
          --succeeded:#3f8f5f;--degraded:#d29922;--failed:#c2372e;--unknown:#7d4cc2;--skipped:#8d8880;--cancelled:#b0aba2;--unfinished:#d8d3ca}
        @media (prefers-color-scheme:dark){:root{
          --paper:#161513;--card:#201e1c;--ink:#ece9e3;--soft:#a19b91;--line:#37342f;--accent:#ff8a7d;--band:#8c3d36;--shade:#2d2a26;
          --succeeded:#55ad79;--degraded:#e0ac3f;--failed:#e2574c;--unknown:#a67be6;--skipped:#7d776e;--cancelled:#5f5a53;--unfinished:#433f39}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:76rem;padding:3rem 2rem 4rem;background:var(--paper);color:var(--ink);
          font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;overflow-wrap:anywhere}
        h1{font-size:clamp(1.6rem,3.4vw,2.5rem);line-height:1.15;letter-spacing:-.02em;margin:.25rem 0 .75rem;max-width:26em;text-wrap:balance}
        h2{font-size:1.35rem;letter-spacing:-.01em;margin:0 0 .35rem}
        h3{font-size:1rem;margin:0;display:flex;flex-wrap:wrap;gap:0 .6rem;align-items:baseline}
        h3 small{font-weight:400}
        small,.note,.eyebrow,.lead,footer{color:var(--soft)}
        small,.note{font-size:.84rem}
        a{color:inherit;text-underline-offset:.15em;text-decoration-color:var(--soft)}
        code,pre{font:.84rem/1.6 ui-monospace,"SF Mono",Consolas,"DejaVu Sans Mono",monospace}
        section{margin-top:3.5rem}
        .eyebrow{margin:0;font-size:.9rem}
        .finding{font-size:1.2rem;margin:0 0 1.75rem;max-width:52em;text-wrap:pretty}
        .lead{margin:0 0 1.25rem;max-width:56em;text-wrap:pretty}
        .caveats{margin:0;padding:.7rem 1.1rem .7rem 2.1rem;border-left:3px solid var(--degraded);background:var(--card);font-size:.94rem}
        .status{display:flex;gap:2px;height:.9rem;border-radius:.45rem;overflow:hidden}
        .status i{min-width:4px}
        .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:.6rem 0 1.75rem;padding:0;font-size:.92rem}
        .legend i{display:inline-block;width:.7em;height:.7em;border-radius:50%;margin-right:.45em}
        .succeeded{background:var(--succeeded)}.degraded{background:var(--degraded)}.failed{background:var(--failed)}
        .unknown{background:var(--unknown)}.skipped{background:var(--skipped)}.cancelled{background:var(--cancelled)}.unfinished{background:var(--unfinished)}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1px;margin:0 0 1.25rem;background:var(--card);
          border:1px solid var(--line);border-radius:.6rem;overflow:hidden}
        .figures div{box-shadow:0 0 0 1px var(--line);padding:.9rem 1.1rem}
        .figures dt{font-size:.84rem;color:var(--soft)}
        .figures dd{margin:0;font-size:1.6rem;line-height:1.25;letter-spacing:-.01em;font-variant-numeric:tabular-nums}
        .figures dd.note{font-size:.84rem;line-height:1.35;letter-spacing:0}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-size:.94rem;font-variant-numeric:tabular-nums;overflow-wrap:normal}
        th,td{text-align:left;vertical-align:top;padding:.7rem .9rem .7rem 0;border-bottom:1px solid var(--line)}
        thead th{font-size:.8rem;font-weight:500;color:var(--soft);padding-top:0;vertical-align:bottom}
        tbody th{font-weight:600}
        .number{text-align:right}
        .none{color:var(--soft);font-size:.84rem}
        .axis{display:flex;justify-content:space-between;margin-top:.3rem;font-size:.75rem}
        .axis i{font-style:normal}
        .variants tbody th{min-width:11rem}
        .variants th small,.share small{display:block;font-weight:400}
        .above th{color:var(--accent)}
        .baseline th,.baseline td{border-top:2px solid var(--line)}
        .share{min-width:17rem}
        .bar{position:relative;height:1.4rem;border-bottom:1px solid var(--line);margin-bottom:.2rem}
        .bar i{position:absolute;top:0;bottom:0}
        .bar .plain{background:var(--shade);top:-.7rem;bottom:0}
        .bar .band{background:var(--soft);opacity:.45;top:.45rem;bottom:.35rem;border-radius:.3rem}
        .bar .mark{background:var(--ink);width:4px;margin-left:-2px;top:.2rem;bottom:.1rem;border-radius:2px}
        .above .bar .band{background:var(--band);opacity:1}
        .above .bar .mark{background:var(--accent)}
        .caveats+.scroll{margin-top:1.25rem}
        .effects tbody th{min-width:10rem}
        .effects th small,.effects td small{display:block;font-weight:400}
        .effects td:nth-child(2){min-width:16rem}
        .effect{min-width:17rem}
        .bar .zero{left:50%;width:1px;background:var(--soft);top:-.7rem}
        .chip{display:inline-block;border:1px solid var(--line);background:var(--card);border-radius:.8rem;padding:.05rem .65rem;margin:0 0 .25rem;font-size:.86rem}
        .see{display:block;font-size:.84rem}
        .gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(20rem,1fr));gap:1.25rem}
        .gallery article{background:var(--card);border:1px solid var(--line);border-radius:.6rem;overflow:hidden;scroll-margin-top:1rem}
        .gallery article:target{outline:3px solid var(--accent)}
        .gallery article>:not(video,.strip){margin-left:1rem;margin-right:1rem}
        video{display:block;width:100%;aspect-ratio:16/9;background:#000}
        .strip{position:relative;height:6px;background:var(--shade);margin-bottom:.8rem}
        .strip i{position:absolute;top:0;bottom:0;min-width:3px;background:var(--accent)}
        .frames{display:grid;grid-template-columns:repeat(auto-fit,minmax(6rem,1fr));gap:.6rem;margin-bottom:.7rem}
        .frames figure{margin:0}
        .frames img{display:block;width:100%;border-radius:.3rem}
        .frames figcaption{font-size:.78rem;color:var(--soft);margin-top:.2rem}
        .scores{margin:.15rem 0 .5rem;font-size:.92rem;color:var(--soft)}
        .scores span,.defects a{white-space:nowrap}
        .scores b{color:var(--ink)}
        .defects{list-style:none;padding:0;margin-top:0;margin-bottom:.25rem}
        .roast{margin:.25rem 0 .6rem;font-style:italic;font-size:.94rem}
        details{font-size:.92rem;margin-bottom:.9rem}
        summary{cursor:pointer;color:var(--soft)}
        .prompt{white-space:pre-wrap;margin:.4rem 0}
        .problem{border-top:1px solid var(--line);padding:.9rem 0 .2rem}
        .problem p{margin:.25rem 0;max-width:52em}
        .hint{font-weight:600}
        .steps{padding-left:1.2rem}
        .steps p{margin:.5rem 0 .3rem;max-width:52em}
        pre{margin:0 0 .8rem;padding:.7rem 1rem;background:var(--card);border:1px solid var(--line);border-radius:.5rem;overflow-x:auto}
        footer{margin-top:4rem;border-top:1px solid var(--line);padding-top:1rem;font-size:.88rem}
        footer p{margin:.2rem 0}
        @media (max-width:40rem){body{padding:1.5rem 1rem 3rem}}
        @media print{body{padding:0}details{display:none}article{break-inside:avoid}}

        """;
}
