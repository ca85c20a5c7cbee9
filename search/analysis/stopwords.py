"""Words so common that they say nothing of what is sought; kept in the index, left out of a query's groups."""

from __future__ import annotations

STOPWORDS: dict[str, frozenset[str]] = {
    "fi": frozenset(
        "ja tai eli sekä että on ei en et emme ette eivät ole olla oli olen olet olemme olette ovat olisi ollut mutta "
        "vaan kun jos joka jotka jonka jota jossa josta johon jolla jolle jolta mikä mitä missä mistä mihin miten "
        "miksi milloin millainen kuka ketä kenen kuinka se sen sitä siinä siitä siihen sillä sille ne niitä niiden "
        "niissä nämä tämä tämän tätä tässä tästä tähän tällä hän hänen häntä me te he minä minun sinä sinun minulla "
        "myös vain vielä jo niin näin kuin sitten itse voi voin voiko voidaan onko kanssa ilman asti".split()
    ),
    "sv": frozenset(
        "och eller men att är var varit vara blir bli har hade ha i på av för med till från om som den det de dem en "
        "ett ej inte jag du han hon vi ni man sig sin sitt sina min mitt mina din ditt dina denna detta dessa där här "
        "när hur vad vem vilken vilket vilka varför så också bara kan ska skall vid under över utan mellan genom efter "
        "mot hos då nu sedan".split()
    ),
    "en": frozenset(
        "a an the and or but of in on at to for from by with as is are was were be been being am do does did have has "
        "had it its this that these those there here i you he she we they me him her us them my your his our their "
        "what which who whom when where why how not no so if than then too very can could will would shall should may "
        "might must about into".split()
    ),
}
